import { load, requestOf } from './load.ts';
import { type Report, reportNumbered, SOLUTIONS, solutionId } from './reports.ts';
import type { Served } from './served.ts';

/** @throws Error where it is refused */
export async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (answer.status !== 201) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}

/** Registers what the reports are on. */
export async function register(url: string): Promise<void> {
  for (let solution = 0; solution < SOLUTIONS; solution += 1)
    await post(`${url}/v1/solutions`, { id: solutionId(solution), names: { nb: `Solution ${solution}` }, confirmationMonths: 24 });
}

/** Where a report is posted to the registry. */
export const pathOf = ({ solutionId: id, municipalityNumber }: Report): string =>
  `/v1/solutions/${id}/adoptions/${municipalityNumber}/reports`;

/** What an answer took, in milliseconds. */
export interface Took {
  /** From the first request to the last answer. */
  readonly clock: number;
  /** Of the process that answers, whoever asks. */
  readonly processor: number;
}

async function answered(server: Served, connections: number, requests: readonly Buffer[], status: number): Promise<Took> {
  const before = await server.processorTime();
  const clock = await load({ url: server.url, connections, requests, status });
  return { clock, processor: ((await server.processorTime()) - before) / requests.length };
}

/** @param where the address of a report. @returns posts so many over so many connections, none of them twice */
export function reporting(server: Served, amount: number, where: (report: Report) => string): (connections: number) => Promise<Took> {
  let n = 0;
  const request = (): Buffer => {
    const report = reportNumbered(n++);
    return requestOf('POST', server.url, where(report), JSON.stringify(report.body));
  };
  return (connections) => answered(server, connections, Array.from({ length: amount }, request), 201);
}

export const getAgain = (server: Served, connections: number, amount: number, path: string): Promise<Took> =>
  answered(server, connections, new Array<Buffer>(amount).fill(requestOf('GET', server.url, path)), 200);
