import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from '../measure.ts';
import { getAgain, pathOf, post, postReports, register } from './client.ts';
import { temporaryFolder } from './folder.ts';
import { SOLUTIONS, solutionId } from './reports.ts';
import { byTurns } from './rounds.ts';
import { serveExpress, serveRegistry } from './served.ts';

/** Answers a round: a second or two of each side. */
const POSTS = 6_000;
const GETS = 12_000;
const TABLES = 4_000;
const READERS = 16;

/** The whole service over HTTP against bare Express, each in a process of its own; who asks is this one. */
export async function* httpLines(): AsyncGenerator<Line> {
  using folder = temporaryFolder();
  const registry = await serveRegistry(folder.path);
  try {
    await register(registry.url);
    yield* posts(registry.url, folder.path);
    yield* reads(registry.url, folder.path);
  } finally {
    await registry.end();
  }
}

async function* posts(url: string, folder: string): AsyncGenerator<Line> {
  let [ours, theirs] = [0, 0];
  const express = await serveExpress(folder);
  try {
    for (const [connections, goal] of [
      [16, '0.8× (1.5×)'],
      [64, '1.2× (2.5×)'],
    ] as const) {
      const times = await byTurns(
        () => postReports({ url, connections, amount: POSTS }, () => ours++, pathOf),
        () => postReports({ url: express.url, connections, amount: POSTS }, () => theirs++, () => '/'),
      ); // prettier-ignore
      yield {
        what: `durable POST of a report, ${connections} connections; peer: a POST of the same to Express, not recorded`,
        ...times,
        unit: 'ms',
        goal,
      };
    }
  } finally {
    await express.end();
  }
}

/** With what there is to say after all those reports, and a solution that has all that a solution can have. */
async function* reads(url: string, folder: string): AsyncGenerator<Line> {
  const solution = `/v1/solutions/${solutionId(SOLUTIONS - 1)}`;
  await post(`${url}/v1/organisations`, { organisationNumber: '994598759', name: 'Norsk helsenett SF', sector: 'state' });
  yield { what: 'GET of the status of a solution, 16 connections; peer: Express giving the same object', ...(await read(url, `${solution}/status`, GETS, folder)), unit: 'ms', goal: '1× (2.5×)' };
  yield { what: 'GET of national coverage, 357 rows, 16 connections; peer: Express giving the same rows', ...(await read(url, `${solution}/coverage/municipalities`, TABLES, folder)), unit: 'ms', goal: '3×' };
} // prettier-ignore

async function read(url: string, path: string, amount: number, folder: string) {
  const answer = await (await fetch(`${url}${path}`)).text();
  const file = join(folder, `${path.split('/').at(-1) ?? ''}.json`);
  writeFileSync(file, answer);
  const express = await serveExpress(folder, file);
  try {
    if ((await (await fetch(express.url)).text()) !== answer) throw new Error(`different answers to ${path}`);
    return await byTurns(
      () => getAgain({ url, connections: READERS, amount }, path),
      () => getAgain({ url: express.url, connections: READERS, amount }, '/'),
    );
  } finally {
    await express.end();
  }
}
