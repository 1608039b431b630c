import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Line, median } from '../measure.ts';
import { getAgain, pathOf, post, register, reporting, type Took } from './client.ts';
import { temporaryFolder } from './folder.ts';
import { SOLUTIONS, solutionId } from './reports.ts';
import { rounds } from './rounds.ts';
import { type Served, serveExpress, serveLeast, serveRegistry } from './served.ts';

/** Answers a round: a second or two of each side. */
const POSTS = 6_000;
const GETS = 12_000;
const TABLES = 4_000;
const READERS = 16;
/** Rounds of POSTs of each side before any counts: a POST runs so much code that V8 has compiled the last of it after some 50,000. */
const WARMING = 8;

type Posting = ReturnType<typeof reporting>;
type Came = Awaited<ReturnType<typeof rounds<Took>>>;

/** The whole service over HTTP against bare Express, each in a process of its own; who asks is this one. */
export async function* httpLines(): AsyncGenerator<Line> {
  using folder = temporaryFolder();
  const registry = await serveRegistry(folder.path);
  try {
    await register(registry.url);
    yield* posts(registry, folder.path);
    yield* reads(registry, folder.path);
  } finally {
    await registry.end();
  }
}

async function* posts(registry: Served, folder: string): AsyncGenerator<Line> {
  const [express, least] = [await serveExpress(folder), await serveLeast(folder)];
  try {
    const ours = reporting(registry, POSTS, pathOf);
    const [theirs, floor] = [express, least].map((server) => reporting(server, POSTS, () => '/')) as [Posting, Posting];
    for (let round = 0; round < WARMING; round += 1) for (const side of [ours, theirs, floor]) await side(64);
    for (const [connections, goal] of [
      [16, '0.8× (1.5×)'],
      [64, '1.2× (2.5×)'],
    ] as const) {
      const what = `durable POST of a report, ${connections} connections; peer: a POST of the same to Express, not recorded`;
      yield* lines(what, await rounds(() => ours(connections), () => theirs(connections)), goal); // prettier-ignore
      const bound = `what can be had in one thread, ${connections} connections: node:http and a row in one table of SQLite; the same peer`;
      yield* lines(bound, await rounds(() => floor(connections), () => theirs(connections)), '–'); // prettier-ignore
    }
  } finally {
    await Promise.all([express.end(), least.end()]);
  }
}

/** With what there is to say after all those reports, and a solution that has all that a solution can have. */
async function* reads(registry: Served, folder: string): AsyncGenerator<Line> {
  const solution = `/v1/solutions/${solutionId(SOLUTIONS - 1)}`;
  await post(`${registry.url}/v1/organisations`, { organisationNumber: '994598759', name: 'Norsk helsenett SF', sector: 'state' });
  const status = await read(registry, `${solution}/status`, GETS, folder);
  yield* lines('GET of the status of a solution, 16 connections; peer: Express giving the same object', status, '1× (2.5×)');
  const table = await read(registry, `${solution}/coverage/municipalities`, TABLES, folder);
  yield* lines('GET of national coverage, 357 rows, 16 connections; peer: Express giving the same rows', table, '3×');
}

async function read(registry: Served, path: string, amount: number, folder: string): Promise<Came> {
  const answer = await (await fetch(`${registry.url}${path}`)).text();
  const file = join(folder, `${path.split('/').at(-1) ?? ''}.json`);
  writeFileSync(file, answer);
  const express = await serveExpress(folder, file);
  try {
    if ((await (await fetch(express.url)).text()) !== answer) throw new Error(`different answers to ${path}`);
    return await rounds(
      () => getAgain(registry, READERS, amount, path),
      () => getAgain(express, READERS, amount, '/'),
    );
  } finally {
    await express.end();
  }
}

function* lines(what: string, { ours, peer }: Came, goal: string): Generator<Line> {
  const medians = (of: keyof Took) => ({ ours: median(ours.map((took) => took[of])), peer: median(peer.map((took) => took[of])) });
  yield { what, ...medians('clock'), unit: 'ms', goal };
  yield { what: 'the same: processor time of who answers', ...medians('processor'), unit: 'ms', goal: '–' };
}
