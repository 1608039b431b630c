import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import type { AdoptionFact } from '../../domain/adoption/events.ts';
import { type Adoption, evolve, noAdoption, reportIn } from '../../domain/adoption/state.ts';
import { municipalityGraph } from '../../domain/municipality/fold.ts';
import { emptyRegister, evolveRegister } from '../../domain/municipality/register.ts';
import { NEVER, type Position, position } from '../../domain/position.ts';
import { municipalityRegister } from '../../reference/register.ts';
import { type Answer, answerOf, type HistoryEntry, historyPage, type Problem, receipt } from './answer.ts';
import type { ImportOf, Planned } from './plan.ts';
import { type Content, ImportRefused, RowRefused, type Standing, type Target, TargetUnavailable } from './target.ts';

/** How often a request that the service could not take is repeated, and the wait before the first time, in milliseconds. */
const TRIES = 6;
const FIRST_WAIT = 250;
const TIMEOUT = 30_000;

/**
 * Imports through a service: one POST a row, under the row's key.
 * @param base its address, with or without the `/v1` with which the service prints it
 */
export function apiTarget(base: string, { solutionId, consumer }: ImportOf): Target {
  const root = base.replace(/(\/v1)?\/*$/, '');
  const solution = `/v1/solutions/${encodeURIComponent(solutionId)}`;
  const headers = { 'Registry-Consumer': `0192:${consumer}` };

  const historyAt = async (path: string) => {
    const answer = await ask(`${root}${path}`, { headers }, historyPage);
    if (!('problem' in answer)) return answer.body;
    const { status, problem } = answer;
    throw status === 404 ? new ImportRefused(problem.detail) : new TargetUnavailable(`${path}: ${status} ${problem.detail}`);
  };

  const post = ({ key, body }: Planned, dryRun: boolean): Promise<Answer<object>> => {
    const asked = { 'Content-Type': 'application/json', 'Idempotency-Key': key.key };
    const init = { method: 'POST', headers: { ...headers, ...asked }, body: JSON.stringify(body) };
    return ask(`${root}${key.path}${dryRun ? '?dryRun=true' : ''}`, init, receipt);
  };

  return {
    async standing() {
      const facts: HistoryEntry[] = [];
      for (let next: string | null = `${solution}/history?type=adoption-report&limit=1000`; next !== null; ) {
        const page: z.output<typeof historyPage> = await historyAt(next);
        // As a cache does that knows pages without their query: it would go on for ever.
        if (page.next === next)
          throw new TargetUnavailable(`${next} names itself as the page behind it: something between answers for another one`);
        facts.push(...page.items);
        next = page.next;
      }
      return standingOf(facts, solutionId);
    },
    async check(report) {
      const answer = await post(report, true);
      return 'problem' in answer ? refusal(answer.status, answer.problem) : null;
    },
    async record(report) {
      const answer = await post(report, false);
      if ('problem' in answer) throw new RowRefused(refusal(answer.status, answer.problem));
      return answer.status === 201;
    },
    close: () => Promise.resolve(),
  };
}

/** Why a row was refused. @throws TargetUnavailable where the service failed, whatever the row */
function refusal(status: number, { detail }: Problem): string {
  if (status >= 500) throw new TargetUnavailable(`the service answers ${status}: ${detail}`);
  return detail;
}

/**
 * Asks until the service can answer: a request under a key, or one that only reads, may be repeated.
 * @param body what a registry says that has done what it was asked for
 * @throws TargetUnavailable also where something else answers
 */
async function ask<Body>(url: string, init: RequestInit, body: z.ZodType<Body>): Promise<Answer<Body>> {
  let trouble = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await wait(FIRST_WAIT * 2 ** (tries - 1));
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
      const answer = answerOf(response.status, await response.text(), body);
      if (answer === null) throw new Error(`it answers ${response.status}, and not as a registry does`);
      if (!('problem' in answer) || !isForLater(answer)) return answer;
      trouble = answer.problem.detail;
    } catch (error) {
      trouble = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
    }
  }
  throw new TargetUnavailable(`${new URL(url).origin} cannot be reached: ${trouble}`);
}

/** Whether the same request may be taken a moment later. */
const isForLater = ({ status, problem }: { readonly status: number; readonly problem: Problem }): boolean =>
  status === 503 || status === 429 || problem.code === 'request-in-progress';

/** What the service has, as the domain holds it: the last version of every fact that is not annulled. */
function standingOf(facts: readonly HistoryEntry[], solutionId: string): Standing {
  const byNumber = Map.groupBy(facts, ({ municipalityNumber }) => municipalityNumber);
  const said = new Map(byNumber.entries().map(([number, ofOne]) => [number, ofOne.flatMap(saidBy)]));
  const adoptions = new Map<string, Adoption>();
  const live = facts.filter(({ annulment }) => annulment === null).map((entry) => ({ ...entry, position: lastPosition(entry) }));
  for (const { eventId, municipalityNumber, fact, position } of live.toSorted((a, b) => a.position - b.position)) {
    const data = { solutionId, municipalityNumber, ...fact } as AdoptionFact['data'];
    adoptions.set(
      municipalityNumber,
      evolve(adoptions.get(municipalityNumber) ?? noAdoption, { type: 'AdoptionReported', data, id: eventId, position }),
    );
  }
  return {
    municipalities: knownRegister(),
    reportOn: (number, date) => reportIn(adoptions.get(number) ?? noAdoption, null, date),
    past: (number) => Promise.resolve({ said: said.get(number) ?? [], adoption: adoptions.get(number) ?? noAdoption }),
  };
}

const saidBy = ({ fact, original, corrections }: HistoryEntry): Content[] => [original ?? fact, ...corrections.map((one) => one.fact)];

const lastPosition = ({ recordedPosition, corrections }: HistoryEntry): Position =>
  corrections.at(-1)?.recordedPosition ?? recordedPosition;

/** The register that this release carries: only for what a reform carried over; the service has the last word on every row. */
function knownRegister() {
  const events = municipalityRegister().map(({ id, fact }, index) => ({ ...fact, id, position: position(index + 1) }));
  return municipalityGraph(events.reduce(evolveRegister, emptyRegister), NEVER);
}
