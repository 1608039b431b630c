import autocannon from 'autocannon';
import { type Report, reportNumbered, SOLUTIONS, solutionId } from './reports.ts';

const JSON_BODY = { 'Content-Type': 'application/json' };

/** @throws Error where it is refused */
export async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) });
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

interface Load {
  readonly url: string;
  readonly connections: number;
  /** How many answers are waited for. */
  readonly amount: number;
}

/** Milliseconds an answer, from the first request to the last answer. @throws Error where one is not a success */
async function loaded(load: Load, requests: Parameters<typeof autocannon>[0]['requests']): Promise<number> {
  const result = await autocannon({ ...load, requests });
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] < load.amount)
    throw new Error(`${load.url}: ${result['2xx']} answers, ${result.non2xx} refusals, ${result.errors} errors`);
  return (result.finish.getTime() - result.start.getTime()) / result['2xx'];
}

/** Posts reports, none of them twice. @param numbers the next report, whoever takes it; @param where its address */
export const postReports = (load: Load, numbers: () => number, where: (report: Report) => string): Promise<number> =>
  loaded(load, [
    {
      method: 'POST',
      headers: JSON_BODY,
      setupRequest: (request) => {
        const report = reportNumbered(numbers());
        return { ...request, path: where(report), body: JSON.stringify(report.body) };
      },
    },
  ]);

export const getAgain = (load: Load, path: string): Promise<number> => loaded(load, [{ method: 'GET', path }]);
