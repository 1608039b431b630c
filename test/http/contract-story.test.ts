import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { CATALOGUE } from '../../src/http/problems/catalogue.ts';
import { type Example, type Node, type Operation, operations, resolved, schemaNamed } from './contract.ts';
import { type Answer, startService } from './service.ts';
import { type Chapter, eventIdOf, pathParameter, tellStory } from './story.ts';

/** Whatever the service gave for an operation while the story was told. */
interface Given {
  readonly operation: Operation;
  readonly answer: Answer;
}

const service = await startService();
afterAll(() => service.end());

const given: Given[] = [];

/** The one illustration that is no request of the story: a change that was only tried. */
const TRIED = { after: 'digisos-operated', body: { effectiveFrom: '2026-01-01', phase: 'phase-out' } };

const told = await tellStory(
  service,
  async ({ operation, target, body }, headers) => {
    given.push({ operation, answer: await service.post(`${target}?dryRun=true`, body, headers) });
  },
  async ({ operation, name, target, body, answer }) => {
    given.push({ operation, answer });
    if (operation.id === 'annulFact') return; // what is annulled cannot be annulled again
    given.push({ operation, answer: await service.post(target, body, { 'If-Match': answer.etag }) });
    if (name === TRIED.after)
      given.push({ operation, answer: await service.post(`${target}?dryRun=true`, TRIED.body, { 'If-Match': answer.etag }) });
  },
);

const MADE_UP = [
  ['cursor', /after=[\w.~-]+/g],
  ['position', /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}~\d+/g],
  ['event', /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g],
  ['place', /http:\/\/[\w.]+:\d+/g],
  ['engine', /(?<="engine":")(sqlite|eventstoredb)/g],
  ['instant', /\d{4}-\d{2}-\d{2}T[\d:.]+Z/g],
] as const;

/** What is made up in an example, by the order in which it appears: what is one in the example is one in the answer. */
function comparable(body: unknown): unknown {
  const named = MADE_UP.reduce((text, [kind, pattern]) => {
    const names = new Map<string, string>();
    return text.replace(pattern, (one) => {
      const name = names.get(one) ?? `${kind} ${names.size + 1}`;
      names.set(one, name);
      return name;
    });
  }, JSON.stringify(body));
  return JSON.parse(named) as unknown;
}

/** What an example of an answer shows of it: the document, the first line of NDJSON, or the text. */
function bodyOf({ text, headers }: Answer): unknown {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/')) return text;
  return JSON.parse(type === 'application/x-ndjson' ? (text.split('\n')[0] ?? '') : text) as unknown;
}

/** Of several answers the one that shares most with an example, so that a difference is told and not a heap. */
function nearest(answers: readonly Answer[], example: unknown): unknown {
  const lines = (body: unknown) => JSON.stringify(comparable(body), null, 1).split('\n');
  const wanted = new Set(lines(example));
  const bodies = answers.map(bodyOf);
  const score = (body: unknown) => lines(body).reduce((sum, line) => sum + (wanted.has(line) ? 1 : -1), 0);
  return comparable(bodies.sort((a, b) => score(b) - score(a))[0] ?? null);
}

/** It never ends; that its events are those of the pages is shown in feed.test.ts. */
const STREAM = 'text/event-stream';

/** An example of an answer, with every operation that shows it: some are shared by all changes. */
interface Illustration {
  readonly name: string;
  readonly example: Example;
  readonly shownBy: Operation[];
}

function illustrations(method: string): [string, Illustration][] {
  const found = new Map<string, Illustration>();
  for (const operation of operations.filter((one) => one.method === method))
    for (const { status, content } of operation.answers)
      for (const example of status < 300 ? [...content].flatMap(([media, { examples }]) => (media === STREAM ? [] : examples)) : []) {
        const illustration = found.get(example.name) ?? { name: example.name, example, shownBy: [] };
        illustration.shownBy.push(operation);
        found.set(example.name, illustration);
      }
  return [...found];
}

describe('the story that the contract tells', () => {
  it.each(told.map((chapter): [string, string, Chapter] => [chapter.operation.id, chapter.name, chapter]))(
    '%s records %s',
    (_operation, _name, { answer }) => {
      expect(answer.status).toBe(201);
    },
  );

  it.each(illustrations('POST'))('is answered by %s as the contract shows it', (_name, { shownBy, example }) => {
    const answers = given.filter(({ operation }) => shownBy.includes(operation)).map(({ answer }) => answer);
    expect(nearest(answers, example.value)).toEqual(comparable(example.value));
  });

  it('says of an answer that stands at several operations which of them it is the answer of', () => {
    const shared = illustrations('POST').filter(([, { shownBy }]) => new Set(shownBy.map(({ id }) => id)).size > 1);
    const summaries = shared.map(([, { example }]) => example.summary);
    expect(summaries.filter((summary) => !/ \(shown for .+\)$/.test(summary))).toEqual([]);
  });

  it.each(illustrations('GET'))('shows at its end %s as the contract does', async (_name, { shownBy, example }) => {
    const targets = (await Promise.all(shownBy.map((operation) => readsShownBy(operation, example)))).flat();
    const answers = await Promise.all(targets.map((target) => service.get(target)));
    const shown = nearest(answers, example.value);
    expect(example.excerpt ? excerptOf(shown, example.value) : shown).toEqual(comparable(example.value));
  });
});

/** Of a long document what an excerpt of it has: the members that it names, and as many items of each list. */
function excerptOf(whole: unknown, excerpt: unknown): unknown {
  if (Array.isArray(whole) && Array.isArray(excerpt))
    return whole.slice(0, excerpt.length).map((item, index) => excerptOf(item, excerpt[index]));
  if (typeof whole !== 'object' || whole === null || typeof excerpt !== 'object' || excerpt === null) return whole;
  const members = whole as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(excerpt).map(([name, value]) => [name, excerptOf(members[name], value)]));
}

/** An answer says what it was asked: the reads that an example may be the answer to. Only `limit` may change from page to page. */
async function readsShownBy(operation: Operation, example: Example): Promise<string[]> {
  const report = reportShownBy(operation, example);
  if (report !== undefined) return [report];
  const shown = example.value as Readonly<Record<string, unknown>>;
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && !['knownAt', 'minPosition', 'after', 'type', 'limit'].includes(parameter.name))
    .filter(({ name, schema }) => typeof shown[name] === 'string' && shown[name] !== schema['default'])
    .map(({ name }): [string, string] => [name, String(shown[name])]);
  const search = new URLSearchParams(query).toString();
  const isFact = (eventId: string) => service.registry.models.facts.trace(eventId) !== undefined;
  const facts = operation.template.includes('{eventId}') ? told.map(({ name }) => eventIdOf(told, name)).filter(isFact) : [''];
  const whole = facts.map((eventId) => pathShownBy(operation, example, eventId) + (search === '' ? '' : `?${search}`));
  if (Array.isArray(shown)) return [await batchShownBy(whole[0] ?? '', shown as unknown as object[])];
  return shown['next'] == null ? whole : Promise.all(whole.map((target) => pageShownBy(target, shown['items'] as object[])));
}

/** A report says its own address; its other forms, named after it, are those of the same question. */
function reportShownBy({ answers }: Operation, { name }: Example): string | undefined {
  const examples = answers.flatMap(({ content }) => content.get('application/json')?.examples ?? []);
  const { snapshot } = (examples[0]?.value ?? {}) as { snapshot?: string };
  if (snapshot === undefined) return undefined;
  const [path = '', search] = snapshot.split('?');
  const query = new URLSearchParams(search);
  for (const moment of ['knownAt', 'knownFrom']) query.delete(moment);
  query.set('format', name.replace(/^.*?-(?=(json-stat|json|ndjson|csv)$)/, ''));
  return `${path}?${query.toString()}`;
}

const pathShownBy = (operation: Operation, { name, value }: Example, eventId: string): string =>
  operation.template.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    const shown = value as Readonly<Record<string, unknown>>;
    const own = parameter === 'eventId' ? eventId : (shown[parameter] ?? shown['id']);
    return typeof own === 'string' ? own : pathParameter(operation, parameter, name);
  });

/** The page of a list that begins with the first of these items. */
async function pageShownBy(target: string, items: readonly object[]): Promise<string> {
  const all = (JSON.parse((await service.get(target)).text) as { items: unknown[] }).items;
  const index = all.findIndex((item) => isDeepStrictEqual(comparable(item), comparable(items[0])));
  if (index === 0) return `${target}&limit=${items.length}`;
  const before = JSON.parse((await service.get(`${target}&limit=${index}`)).text) as { next: string };
  return before.next.replace(`limit=${index}`, `limit=${items.length}`);
}

/** The page of the feed that begins with the first of these events. */
async function batchShownBy(target: string, [first, ...others]: readonly object[]): Promise<string> {
  for (let after = `${service.store.logId}~0`; ; ) {
    const { text, headers } = await service.get(`${target}?after=${after}&limit=1000`);
    const batch = JSON.parse(text) as { position: string }[];
    const index = batch.findIndex((event) => isDeepStrictEqual(comparable(event), comparable(first)));
    if (index !== -1) return `${target}?after=${batch[index - 1]?.position ?? after}&limit=${others.length + 1}`;
    if (batch.length === 0) throw new Error('the feed has no such event');
    after = String(headers['registry-next']);
  }
}

const codesShown = operations.flatMap(({ answers }) =>
  answers.flatMap(({ status, content }) =>
    (content.get('application/problem+json')?.examples ?? []).map(({ value }) => ({
      code: (value as Node)['code'] as string,
      status,
      value: value as Node,
    })),
  ),
);
/** What any path may answer is shown in no operation (openapi/README.md). */
const ANYWHERE = ['not-found', 'method-not-allowed', 'uri-too-long', 'misdirected-request', 'unreadable-request', 'request-timeout', 'headers-too-large']; // prettier-ignore
const enumerated = resolved(schemaNamed('ProblemCode'))['enum'] as string[];

describe('the problems that the contract names', () => {
  it('are those of the catalogue, and no others', () => {
    expect(Object.keys(CATALOGUE).sort()).toEqual([...enumerated].sort());
  });

  it('are each shown by an operation that can meet them', () => {
    const shown = new Set(codesShown.map(({ code }) => code));
    expect(enumerated.filter((code) => !shown.has(code) && !ANYWHERE.includes(code))).toEqual([]);
  });

  it.each(enumerated)('%s has a page that says what it means and what to do', async (code) => {
    const page = await request(service.server).get(`/problems/${code}`);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/What it means[\s\S]*What to do/);
  });

  it('have in the catalogue the status with which they are shown', () => {
    const shown = new Set(codesShown.map(({ code, status }) => `${code} ${status}`));
    const catalogued = Object.entries(CATALOGUE)
      .filter(([code]) => !ANYWHERE.includes(code))
      .flatMap(([code, { status, statusInPath = status }]) => [`${code} ${status}`, `${code} ${statusInPath}`]);
    expect([...shown].sort()).toEqual([...new Set(catalogued)].sort());
  });

  it('say on their pages both statuses, where a code has two', async () => {
    const page = async (path: string) => (await request(service.server).get(path)).text;
    expect(await page('/problems/unknown-solution')).toContain('status 404 in the path, 422 elsewhere');
    expect(await page('/problems')).toContain('(404 in the path, 422 elsewhere): No such solution');
    expect(await page('/problems/unknown-fact')).toContain('status 404<');
  });

  it('have in every example the title of the catalogue, and the status of the answer that they stand in', () => {
    const wrong = codesShown.filter(
      ({ code, status, value }) => value['title'] !== CATALOGUE[code as keyof typeof CATALOGUE].title || value['status'] !== status,
    );
    expect(wrong.map(({ code, status }) => `${code} at ${status}`)).toEqual([]);
  });
});
