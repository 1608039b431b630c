import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** As compose.yaml has it. */
const IMAGE = 'eventstore/eventstore:23.10.7-bookworm-slim';
const SETTINGS = ['--insecure', '--run-projections=None', '--cluster-size=1'];
/** What runs on a real server: the contract of the log, the suite of the HTTP layer, processes that share it. */
const TESTS = ['test/eventstore/eventstoredb.test.ts', 'test/http'];

const run = (program: string, args: readonly string[]) => spawnSync(program, args, { encoding: 'utf8' });
const engine = ['docker', 'podman'].find((name) => run(name, ['info']).status === 0);

if (engine === undefined) {
  process.stderr.write(
    '\nNot run:\n  the suites on a real EventStoreDB (they need docker or podman, or EVENTSTORE_TEST_URL; see docs/eventstoredb.md)\n',
  );
} else {
  const started = run(engine, ['run', '--detach', '--rm', '--publish', '127.0.0.1::2113', IMAGE, ...SETTINGS]);
  if (started.status !== 0) throw new Error(started.stderr);
  const container = started.stdout.trim();
  try {
    const address = run(engine, ['port', container, '2113/tcp']).stdout.trim().split('\n')[0] ?? '';
    await live(`http://${address}/health/live`);
    const { status } = spawnSync('npm', ['run', 'jest', '--', '--testTimeout=300000', ...TESTS], {
      stdio: 'inherit',
      env: { ...process.env, EVENTSTORE_TEST_URL: `esdb://${address}?tls=false` },
    });
    process.exitCode = status ?? 1;
  } finally {
    run(engine, ['rm', '--force', container]);
  }
}

/** Waits for the server to answer, two minutes at most. */
async function live(url: string): Promise<void> {
  const given = AbortSignal.timeout(120_000);
  while (
    !(await fetch(url, { signal: given }).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    given.throwIfAborted();
    await sleep(500);
  }
}
