import { type Body, type Kind, NHN, OSLO } from './commands.ts';

/**
 * The registry as a Map, written from the rules and the contract and with nothing of src/: slow, and short enough to be seen to be right.
 * The day of every request is the same.
 */
export const TODAY = '2026-02-03';

/** A request as it went out: whose, of what, and on what terms. */
export interface Request {
  readonly what: 'register' | 'record' | 'correct' | 'annul';
  readonly path: string;
  readonly solution: string;
  /** Null for what is no report. */
  readonly municipality: string | null;
  /** Null for a registration. */
  readonly kind: Kind | null;
  /** Of a correction or an annulment. */
  readonly factId: string | null;
  /** What is to stand; of an annulment, nothing. */
  readonly content: Body | null;
  /** All that is sent. */
  readonly body: Body;
  readonly consumer: string;
  readonly key: string | null;
  readonly ifMatch: number | null;
  readonly dryRun: boolean;
}

export interface Version {
  readonly content: Body;
  /** The number of its event. */
  readonly at: number;
  readonly eventId: string;
}

export interface Fact {
  readonly id: string;
  readonly kind: Kind;
  readonly solution: string;
  readonly municipality: string | null;
  readonly recorder: string;
  /** The first, and its corrections. */
  readonly versions: readonly Version[];
  readonly annulledBy: string | null;
}

/** What is known after some events. */
export interface Model {
  readonly events: number;
  /** The name that each was registered with. */
  readonly solutions: ReadonlyMap<string, string>;
  /** The events of each stream. */
  readonly counts: ReadonlyMap<string, number>;
  readonly facts: ReadonlyMap<string, Fact>;
  /** What a key stands for, by consumer, path and key. */
  readonly keys: ReadonlyMap<string, { readonly eventId: string; readonly body: string }>;
}

export const nothing: Model = { events: 0, solutions: new Map(), counts: new Map(), facts: new Map(), keys: new Map() };

export const streamOf = ({ solution, municipality }: Pick<Request, 'solution' | 'municipality'>): string =>
  municipality === null ? solution : `${solution}/${municipality}`;
export const scopeOf = ({ consumer, path, key }: Request): string | null => (key === null ? null : JSON.stringify([consumer, path, key]));
export const revisionOf = (model: Model, stream: string): number => (model.counts.get(stream) ?? 0) - 1;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The facts that are about one thing: of them one stands on a date. */
const lineOf = ({ kind, solution, municipality }: Pick<Fact, 'kind' | 'solution' | 'municipality'>): string =>
  JSON.stringify([solution, municipality, kind.startsWith('supplier') ? 'supplier' : kind]);
const dateOf = ({ effectiveFrom }: Body): string => (effectiveFrom as string | undefined) ?? 'undated';

export const contentOf = ({ versions }: Fact): Body => (versions.at(-1) as Version).content;

/** What stands on a date: of what is not annulled, the latest by date and then by the log. */
export function standing(
  model: Model,
  about: Pick<Fact, 'kind' | 'solution' | 'municipality'>,
  date: string,
  but?: string,
): Fact | undefined {
  const rank = (fact: Fact): string => `${dateOf(contentOf(fact))} ${String(fact.versions.at(-1)?.at).padStart(9, '0')}`;
  return [...model.facts.values()]
    .filter((fact) => lineOf(fact) === lineOf(about) && fact.annulledBy === null && fact.id !== but)
    .filter((fact) => dateOf(contentOf(fact)) === 'undated' || dateOf(contentOf(fact)) <= date)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .at(-1);
}

export const supplierOn = (model: Model, solution: string, date: string, but?: string): string | undefined => {
  const fact = standing(model, { kind: 'supplier-assignments', solution, municipality: null }, date, but);
  return fact && (contentOf(fact)['organisationNumber'] as string | undefined);
};
export const ownerOn = (model: Model, solution: string, date: string): string | undefined => {
  const fact = standing(model, { kind: 'ownership-changes', solution, municipality: null }, date);
  return fact && (contentOf(fact)['owners'] as [{ organisationNumber: string }])[0].organisationNumber;
};

/** Who may record what. */
function may(model: Model, { consumer, kind, solution, municipality, factId }: Request): boolean {
  if (consumer === NHN) return true;
  if (factId !== null && model.facts.get(factId)?.recorder === consumer) return true;
  if (kind === null || kind === 'ownership-changes') return false;
  if (ownerOn(model, solution, TODAY) === consumer) return true;
  if (kind !== 'cost-updates' && kind !== 'reports') return false;
  if (supplierOn(model, solution, TODAY) === consumer) return true;
  return kind === 'reports' && consumer === OSLO && municipality === '0301';
}

/** What a request is answered with in a state: a status, and the code of a problem; 201 where it would be recorded. */
export function answer(model: Model, request: Request): string {
  const { what, solution, ifMatch, kind } = request;
  const scope = scopeOf(request);
  const known = scope === null || request.dryRun ? undefined : model.keys.get(scope);
  if (known !== undefined) return known.body === JSON.stringify(request.body) ? '201' : '422 key-reused';
  if (what !== 'register' && !model.solutions.has(solution)) return '404 unknown-solution';
  const replaces = what === 'correct' || what === 'annul' || (what === 'record' && kind !== 'cost-updates' && kind !== 'reports');
  if (replaces && ifMatch === null) return '428 precondition-required';
  if (ifMatch !== null && ifMatch !== revisionOf(model, streamOf(request))) return '412 stale-revision';
  if (!may(model, request)) return '403 not-allowed';
  const decided = decide(model, request);
  return request.dryRun && decided === '201' ? '200' : decided;
}

function decide(model: Model, { what, solution, municipality, kind, factId, content }: Request): string {
  if (what === 'register') {
    const name = model.solutions.get(solution);
    return name === undefined ? '201' : name === (content?.['names'] as { nb: string }).nb ? '200' : '409 solution-exists';
  }
  const fact = factId === null ? undefined : model.facts.get(factId);
  if (fact?.annulledBy) return '422 already-annulled';
  if (what === 'annul' || kind === null || content === null) return '201';
  const date = dateOf(content);
  const there = standing(model, { kind, solution, municipality }, date);
  const repeats = there?.kind === kind && same(contentOf(there), content) && (fact === undefined || there.id === fact.id);
  if (repeats) return '200';
  if (kind === 'supplier-releases' && supplierOn(model, solution, date, factId ?? undefined) === undefined) return '422 not-assigned';
  return '201';
}

/** What is known when a request has been recorded as an event. */
export function recorded(model: Model, request: Request, eventId: string): Model {
  const { what, solution, municipality, kind, factId, content, consumer, body } = request;
  const stream = streamOf(request);
  const scope = scopeOf(request);
  const version = { content: content ?? {}, at: model.events, eventId };
  const next = {
    events: model.events + 1,
    solutions: new Map(model.solutions),
    counts: new Map(model.counts).set(stream, (model.counts.get(stream) ?? 0) + 1),
    facts: new Map(model.facts),
    keys: new Map(model.keys),
  };
  const fact = model.facts.get(factId ?? '');
  if (scope !== null) next.keys.set(scope, { eventId, body: JSON.stringify(body) });
  if (what === 'register') next.solutions.set(solution, (content?.['names'] as { nb: string }).nb);
  else if (what === 'record' && kind !== null)
    next.facts.set(eventId, { id: eventId, kind, solution, municipality, recorder: consumer, versions: [version], annulledBy: null }); // prettier-ignore
  else if (fact !== undefined && what === 'correct') next.facts.set(fact.id, { ...fact, versions: [...fact.versions, version] });
  else if (fact !== undefined) next.facts.set(fact.id, { ...fact, annulledBy: eventId });
  return next;
}
