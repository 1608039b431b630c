/** `npm run example`: the registry with real solutions and a real adoption, in a data directory of its own. */
import { whenNpmEnds } from '../src/cli/orphan.ts';
import { dataPath, readData } from './data.ts';
import { exampleRequests, send } from './requests.ts';
import { runCommand, startService } from './service.ts';

const stopped = new AbortController();
const service = startService({ DATA_DIR: './data-example', ...process.env });

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopped.abort();
    service.stop(signal);
  });
}

whenNpmEnds(() => {
  stopped.abort();
  service.stop('SIGTERM');
});

async function fill(base: string): Promise<void> {
  for (const request of await exampleRequests()) await send(base, request, stopped.signal);
  await runCommand(['import', 'adoption', dataPath('digisos.csv'), '--solution', 'digisos', '--url', base], stopped.signal);
}

async function tell(base: string): Promise<void> {
  const leftOut = await readData<{ what: string; why: string }[]>('left-out.json');
  console.log('\nLeft out of the example:');
  for (const { what, why } of leftOut) console.log(`  ${what}: ${why}`);
  console.log(`\nTry: ${base}/v1/solutions/digisos/coverage?asOf=2018-12-31\n`);
}

let failed = false;
try {
  const base = await service.listening;
  await fill(base);
  await tell(base);
} catch (error) {
  // A stop that was asked for breaks off whatever was under way: no failure.
  if (!stopped.signal.aborted) {
    failed = true;
    console.error(error instanceof Error ? error.message : error);
    service.stop('SIGTERM');
  }
}
const code = await service.ended;
process.exitCode = failed ? 1 : code;
