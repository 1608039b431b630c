import type { Position } from '../../../src/domain/position.ts';
import type { Service } from '../service.ts';
import { type Asked, bodyOf } from './commands.ts';
import { type Fact, type Request, streamOf } from './model.ts';
import { type Answered, ask, type Door, send, settled } from './sending.ts';

/** What was sent and answered in a run, round by round. */
export interface Run {
  /** The names of its solutions, which no other run has. */
  readonly solutions: readonly string[];
  /** How many events the log had before it, and the position of the last of them. */
  readonly base: number;
  readonly start: Position;
  readonly rounds: readonly (readonly Answered[])[];
}

type Known = Pick<Fact, 'id' | 'kind' | 'solution' | 'municipality'>;

/** Sends all rounds of a run, the requests of one at once, and settles what was lost before the next. */
export async function play(service: Service, door: Door, name: string, asked: readonly (readonly Asked[])[]): Promise<Run> {
  const solutions = [`${name}-a`, `${name}-b`];
  const [base, start] = [await service.grown(), await service.head()];
  const rounds: Answered[][] = [];
  const facts: Known[] = [];
  for (const [number, round] of asked.entries()) {
    const requests = round.flatMap((one, index) => {
      const request = requestOf(one, { own: `${name}-${number}-${index}`, shared: `${name}-shared` }, solutions, facts);
      return request === undefined ? [] : [{ request, one }];
    });
    const answers = await playRound(service, door, requests);
    rounds.push(answers);
    facts.push(...answers.flatMap(({ request: { what, kind, solution, municipality }, eventId }) => (what !== 'record' || kind === null || eventId === null || facts.some(({ id }) => id === eventId) ? [] : [{ id: eventId, kind, solution, municipality }]))); // prettier-ignore
  }
  return { solutions, base, start, rounds };
}

async function playRound(
  service: Service,
  door: Door,
  asked: readonly { readonly request: Unsent; readonly one: Asked }[],
): Promise<Answered[]> {
  const sent = await Promise.all(
    asked.map(async ({ request, one }) => ({ ...request, ifMatch: await seen(service, request, one.ifMatch) })),
  );
  const answers = (await Promise.all(sent.map((request, index) => send(service, door, request, asked[index]?.one.loss ?? null)))).flat();
  await settled(door);
  // What was lost may have been recorded after its repetition was refused: the key tells.
  const doubtful = answers.filter(({ request, eventId }) => request.key !== null && eventId === null);
  for (const { request, from } of doubtful) answers.push(await atLast(service, request, from));
  return answers;
}

async function atLast(service: Service, request: Request, from: number): Promise<Answered> {
  for (;;) {
    const answered = await ask(service, request, from);
    if (answered.answer !== '409 request-in-progress') return answered;
  }
}

type Unsent = Omit<Request, 'ifMatch'>;

/** What a wish comes to; undefined for one about a fact while there is none. */
function requestOf(
  { wish, consumer, key, dryRun }: Asked,
  keys: Readonly<Record<'own' | 'shared', string>>,
  solutions: readonly string[],
  facts: readonly Known[],
): Unsent | undefined {
  const terms = { consumer, key: key && keys[key], dryRun };
  if (wish.what === 'register' || wish.what === 'record') {
    const solution = solutions[wish.solution] ?? '';
    if (wish.what === 'register') {
      const body = { id: solution, ...wish.body };
      return {
        ...terms,
        what: 'register',
        path: '/v1/solutions',
        solution,
        municipality: null,
        kind: null,
        factId: null,
        content: body,
        body,
      };
    }
    const { kind, body } = wish;
    const municipality = kind === 'reports' ? wish.municipality : null;
    const path = `/v1/solutions/${solution}${municipality === null ? '' : `/adoptions/${municipality}`}/${kind}`;
    return { ...terms, what: 'record', path, solution, municipality, kind, factId: null, content: body, body };
  }
  const fact = facts[wish.fact % Math.max(facts.length, 1)];
  if (fact === undefined) return undefined;
  const about = { ...terms, solution: fact.solution, municipality: fact.municipality, kind: fact.kind, factId: fact.id };
  if (wish.what === 'annul')
    return { ...about, what: 'annul', path: `/v1/facts/${fact.id}/annulments`, content: null, body: { reason: 'wrong' } };
  const content = bodyOf(fact.kind, wish.date, wish.value);
  return { ...about, what: 'correct', path: `/v1/facts/${fact.id}/corrections`, content, body: { reason: 'wrong', fact: content } };
}

/** The revision that a client has seen when it sends: the last, or the one before. */
async function seen(service: Service, request: Unsent, ifMatch: Asked['ifMatch']): Promise<number | null> {
  if (ifMatch === null || request.what === 'register') return null;
  const { headers } = await service.get(`/v1/solutions/${streamOf(request).replace('/', '/adoptions/')}`);
  if (headers.etag === undefined) return null;
  const revision = Number(/^"(-?\d+)/.exec(headers.etag)?.[1]);
  return ifMatch === 'current' ? revision : Math.max(revision - 1, -1);
}
