import { afterAll, describe, expect, it } from '@jest/globals';
import { type DeclaredAnswer, type Operation, operations } from './contract.ts';
import { ailing, type Ailment, broken, full, SECRET, unavailable, unforeseen } from './faults.ts';
import { as, HELSEDIREKTORATET, organisationNumbered, registerOrganisations, registration } from './sector.ts';
import { type Answer, type Headers, type Service, startService } from './service.ts';
import { type Chapter, eventIdOf, pathParameter, tellStory } from './story.ts';

const ailment: Ailment = {};
const service = await startService({ between: ailing(ailment) });
const told = await tellStory(service);

/** Another one, whose read models have all stopped: its log cannot be read on. */
const stopped = await startService({ between: ailing({ subscribe: broken }), register: false });
afterAll(async () => {
  await Promise.all([service.end(), stopped.end()]);
});

/** A request that the operation takes. */
interface Taken {
  readonly target: string;
  readonly body: unknown;
  readonly headers: Headers;
}

/** What is there no more, or never was, for every path parameter that can be unknown. */
const NOBODY: Readonly<Record<string, string>> = {
  solutionId: 'nothing-of-the-kind',
  programmeId: 'nothing-of-the-kind',
  organisationNumber: HELSEDIREKTORATET.replace(/^98354462\d/, '910000004'),
  municipalityNumber: '9999',
  eventId: '00000000-0000-4000-8000-000000000000',
};

const chapterOf = ({ id }: Operation): Chapter | undefined => told.findLast(({ operation }) => operation.id === id);

function pathOf(operation: Operation, instead: Readonly<Record<string, string>> = {}): string {
  const name = chapterOf(operation)?.name ?? '';
  const factOf = () => eventIdOf(told, operation.body === null ? 'horten-in-production' : name);
  return operation.template.replace(
    /\{(\w+)\}/g,
    (_, parameter: string) => instead[parameter] ?? (parameter === 'eventId' ? factOf() : pathParameter(operation, parameter, name)),
  );
}

/** As the story had it, with the revision that its parent has now. */
async function taken(operation: Operation): Promise<Taken> {
  const target = pathOf(operation) + (operation.id === 'getEventsStart' ? '?date=2026-02-03' : '');
  if (operation.body === null) return { target, body: undefined, headers: {} };
  const body = chapterOf(operation)?.body;
  const json = { 'Content-Type': 'application/json' };
  if (!operation.answers.some(({ status }) => status === 428)) return { target, body, headers: json };
  const about = operation.template.startsWith('/v1/facts/') ? told.find(({ name }) => name === chapterOf(operation)?.name)?.target : target;
  return { target, body, headers: { ...json, 'If-Match': (await service.get((about ?? '').replace(/\/[^/]+$/, ''))).etag } };
}

const ask = (of: Service, { method }: Operation, { target, body, headers }: Taken): Promise<Answer> =>
  of.ask(method, target, { headers, ...(body === undefined ? {} : { body }) });

/** With a parameter more. */
const asking = (request: Taken, parameter: string): Taken => ({
  ...request,
  target: `${request.target}${request.target.includes('?') ? '&' : '?'}${parameter}`,
});
/** What asks for a place in the log: the feed by `after`, all other reads by `knownAt`. */
const placeIn = ({ parameters }: Operation): string => (parameters.some(({ name }) => name === 'knownAt') ? 'knownAt' : 'after');

let keys = 0;
/** A key that no request has had. */
const newKey = (): Headers => ({ 'Idempotency-Key': `operations-${(keys += 1)}` });

/** A body that the story did not have, so that there is something to record. */
function other(operation: Operation, { body }: Taken): object {
  const content = body as Record<string, unknown>;
  if (operation.id === 'registerOrganisation') return { ...content, organisationNumber: organisationNumbered(91_000_000 + (keys += 1)) };
  if (operation.id === 'registerProgramme' || operation.id === 'registerSolution') return { ...content, id: `another-${(keys += 1)}` };
  if (operation.id === 'correctFact')
    return { ...content, fact: { ...(content['fact'] as object), priceLevelYear: 1900 + ((keys += 1) % 200) } };
  if (operation.id === 'annulFact') return content;
  if (operation.id === 'updateCost') return { ...content, priceLevelYear: 1900 + ((keys += 1) % 200) };
  // Each a day before the last: nobody can be released on a day after another release.
  const day = new Date(Date.UTC(2022, 11, 31 - (keys += 1))).toISOString().slice(0, 10);
  if (operation.id === 'releaseSupplier') return { effectiveFrom: day, responsibility: 'operation' };
  return { ...content, effectiveFrom: day };
}

/** A fact that can still be corrected or annulled, in the place of the story's. */
async function open(operation: Operation, request: Taken): Promise<Taken> {
  if (operation.id !== 'annulFact') return { ...request, body: other(operation, request) };
  const report = { effectiveFrom: '2018-07-01', stage: 'in-use', source: 'measured', evidence: `case ${(keys += 1)}` };
  const { headers, text } = await service.post('/v1/solutions/digisos/adoptions/0301/reports', report);
  const { eventId } = JSON.parse(text) as { eventId: string };
  return { ...request, target: `/v1/facts/${eventId}/annulments`, headers: { ...request.headers, 'If-Match': headers.etag ?? '' } };
}

/** A position that the log has not reached: whoever is asked for it looks at the head first. */
const BEYOND = `${service.store.logId}~${Number.MAX_SAFE_INTEGER}`;

/** How each status is brought about, for every operation that declares it. */
const REACHED: Readonly<Record<number, (operation: Operation, request: Taken) => Promise<Answer>>> = {
  200: (operation, request) => {
    const dry =
      operation.method === 'POST' ? open(operation, request).then((one) => ({ ...one, target: `${one.target}?dryRun=true` })) : request;
    return Promise.resolve(dry).then((one) => ask(service, operation, one));
  },
  201: async (operation, request) => ask(service, operation, await open(operation, request)),
  304: async (operation, request) => {
    const { etag } = await ask(service, operation, request);
    return ask(service, operation, { ...request, headers: { 'If-None-Match': etag } });
  },
  400: (operation, request) => ask(service, operation, asking(request, 'nothing-of-the-kind=1')),
  403: async (operation, request) => {
    const one = await open(operation, request);
    return ask(service, operation, { ...one, headers: { ...one.headers, ...as(HELSEDIREKTORATET) } });
  },
  404: (operation, request) => ask(service, operation, { ...request, target: pathOf(operation, NOBODY) }),
  406: (operation, request) => ask(service, operation, { ...request, headers: { ...request.headers, Accept: 'text/html' } }),
  409: async (operation, request) => {
    const one = await open(operation, request);
    const twice = { ...one, headers: { ...one.headers, ...newKey() } };
    const first = held();
    const firstAnswer = ask(service, operation, twice);
    await Promise.race([first.isHeld, firstAnswer]);
    const second = await ask(service, operation, twice).finally(first.release);
    await firstAnswer;
    return second;
  },
  410: (operation, request) => ask(service, operation, asking(request, `${placeIn(operation)}=${NOBODY['eventId'] ?? ''}~1`)),
  412: (operation, request) => ask(service, operation, { ...request, headers: { ...request.headers, 'If-Match': '"9999"' } }),
  413: (operation, request) => ask(service, operation, { ...request, body: `{"reason":"${'x'.repeat(300_000)}"}` }),
  415: (operation, request) => ask(service, operation, { ...request, headers: { ...request.headers, 'Content-Type': 'text/csv' } }),
  422: async (operation, request) => {
    if (operation.method === 'GET') return ask(service, operation, asking(request, `${placeIn(operation)}=${BEYOND}`));
    const one = await open(operation, request);
    const keyed = { ...one, headers: { ...one.headers, ...newKey() } };
    await ask(service, operation, keyed);
    return ask(service, operation, { ...keyed, body: operation.id === 'annulFact' ? { reason: 'another' } : other(operation, request) });
  },
  428: (operation, { target, body }) => ask(service, operation, { target, body, headers: { 'Content-Type': 'application/json' } }),
  500: (operation, request) => ailingIn(operation, request, unforeseen),
  503: (operation, request) => {
    if (operation.method === 'GET') return ask(stopped, operation, request);
    return ailingIn(operation, request, unavailable);
  },
  507: (operation, request) => ailingIn(operation, request, full),
};

/** Holds the next append back until it is released. */
function held(): { isHeld: Promise<unknown>; release: () => void } {
  const [reached, released] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  ailment.append = async () => {
    reached.resolve(undefined);
    await released.promise;
  };
  const release = () => {
    delete ailment.append;
    released.resolve(undefined);
  };
  return { isHeld: reached.promise, release };
}

/** Asks while the log is ill: a write meets it at the append, a read where it asks for the head. */
async function ailingIn(operation: Operation, request: Taken, fault: () => Promise<never>): Promise<Answer> {
  const instant = new Date(service.clock.now - 60_000).toISOString(); // settled, on either engine
  const place = operation.parameters.find(({ name }) => name === 'knownAt' || name === 'after')?.name;
  const read = place === undefined ? request : asking(request, place === 'knownAt' ? `knownAt=${instant}` : `after=${BEYOND}`);
  const one = operation.method === 'POST' ? await open(operation, request) : read;
  Object.assign(ailment, { append: fault, head: fault });
  const answer = await ask(service, operation, one);
  for (const name of Object.keys(ailment)) Reflect.deleteProperty(ailment, name);
  return answer;
}

/** What no request can bring about in one process. */
const UNREACHED = [
  { id: 'getLiveness', status: 500, why: 'it asks nothing of anybody' },
  { id: 'getCatalog', status: 500, why: 'it is made of the contract alone' },
];

const declared = operations.flatMap((operation) =>
  operation.answers.map(({ status }): [string, DeclaredAnswer['status'], Operation] => [operation.id, status, operation]),
);
const reachable = declared.filter(([id, status]) => !UNREACHED.some((one) => one.id === id && one.status === status));

describe('an operation', () => {
  it.each(reachable)('%s answers %i when there is reason to', async (_id, status, operation) => {
    const reached = REACHED[status];
    const answer = await reached?.(operation, await taken(operation));
    expect(answer?.status).toBe(status);
  });

  // Each answer above is held to the headers that its status declares.
  it('that is not available now says in how many seconds to come again', () => {
    const answers = operations.flatMap(({ id, answers }) => answers.map((answer) => ({ id, ...answer })));
    const without = answers.filter(
      ({ status, headers }) => status === 503 && !headers.some(({ name, required }) => name === 'Retry-After' && required),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  it('that fails shows nothing of the inside', async () => {
    ailment.append = unforeseen;
    const { text } = await service.post('/v1/solutions', registration('unlucky'));
    delete ailment.append;
    expect(text).not.toContain(SECRET);
  });

  it('that fails names an id under which the log tells what happened', async () => {
    ailment.append = unforeseen;
    const answer = await service.post('/v1/solutions', registration('unluckier'));
    delete ailment.append;
    const logged = service.faults.map((fault) => JSON.stringify(fault)).find((line) => line.includes(String(answer.headers['request-id'])));
    expect(logged).toContain(SECRET);
  });
});

describe('a stopped service', () => {
  it('records nothing that it could not show', async () => {
    await expect(registerOrganisations(stopped)).rejects.toThrow('503');
  });
});
