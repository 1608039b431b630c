import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { recorded, registerDigisos, registration, report } from '../sector.ts';
import { startService } from '../service.ts';
import { tellStory } from '../story.ts';
import { type Event, eventsIn, followed, placeOf, wholeLog } from './following.ts';

const service = await startService();
await tellStory(service);
afterAll(() => service.end());
afterEach(() => {
  jest.restoreAllMocks();
});

const all = await followed(service, '');
const { logId } = service.store;
const head = async (): Promise<string> => `${logId}~${await service.head()}`;
const TYPES = [...new Set(all.map(({ type }) => type))];
const SOLUTIONS = ['digisos', 'kjernejournal'];
/** One that stayed, one that was merged, one that was renumbered, one that was split, one whose number came of a merger. */
const MUNICIPALITIES = ['0301', '1141', '0701', '1850', '4601', '5055', '3801'];

/** Every municipality number in the data of an event of the register, by whatever name. */
const named = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, member]) =>
        /^(municipalityNumber|predecessor)$/.test(name) ? [String(member)] : named(member),
      );

/** By hand: a solution's event is about the municipality that reported, the register's about all that it names. */
const isAbout = (event: Event, number: string): boolean =>
  event.solutionid === undefined ? named(event.data).includes(number) : event.municipalitynumber === number;

describe('a page of the feed', () => {
  it('leads through the whole log, each event once and in its order', async () => {
    expect(all.map(placeOf)).toEqual(await wholeLog(service));
  });

  it('tells where the next one begins, in Link with the same question and bare in Registry-Next', async () => {
    const { headers } = await service.get('/v1/events?limit=3&type=no.nsr.county-established.v1,no.nsr.county-ended.v1');
    const [, target = ''] = /^<([^>]+)>; rel="next"$/.exec(String(headers['link'])) ?? [];
    const { pathname, searchParams } = new URL(target, 'http://registry');
    expect([pathname, searchParams.get('limit'), searchParams.get('type'), searchParams.get('after')]).toEqual([
      '/v1/events',
      '3',
      'no.nsr.county-established.v1,no.nsr.county-ended.v1',
      headers['registry-next'],
    ]);
    expect((await service.get(target)).status).toBe(200);
  });

  it('ends where the event ends of which a follower kept the position', async () => {
    const [first, second] = eventsIn(await service.get('/v1/events?limit=2'));
    expect(eventsIn(await service.get(`/v1/events?limit=1&after=${first?.position ?? ''}`))).toEqual([second]);
  });

  it('is empty at the end of the log, and leads on from there', async () => {
    const answer = await service.get(`/v1/events?after=${await head()}`);
    expect([eventsIn(answer), answer.headers['registry-next']]).toEqual([[], await head()]);
  });

  it('has a media type of its own, and no other', async () => {
    expect((await service.get('/v1/events?limit=1')).headers['content-type']).toBe('application/cloudevents-batch+json');
    expect((await service.get('/v1/events', { Accept: 'application/json' })).problem('not-acceptable').offered).toEqual([
      'application/cloudevents-batch+json',
    ]);
  });

  it('ends early where its events are large, and the next one goes on behind them', async () => {
    const capabilities = Array.from({ length: 100 }, (_, index) => ({
      id: `part-${index}`,
      names: { nb: 'x'.repeat(200), nn: 'y'.repeat(200), en: 'z'.repeat(200) },
    }));
    const before = await head();
    for (let index = 0; index < 30; index += 1)
      await recorded(service.post('/v1/solutions', registration(`large-${index}`, { capabilities })));
    const answer = await service.get(`/v1/events?limit=1000&after=${before}`);
    const page = eventsIn(answer);
    expect(page.length).toBeLessThan(20);
    expect(answer.headers['registry-next']).toBe(page.at(-1)?.position);
    expect((await followed(service, '')).map(placeOf)).toEqual(await wholeLog(service));
  });
});

describe('a filter of the feed', () => {
  const some = (values: readonly string[], name: string) =>
    fc
      .option(fc.subarray([...values], { minLength: 1, maxLength: Math.min(values.length, 4) }), { nil: undefined })
      .map((chosen) => ({ name, chosen }));

  it('gives what filtering by hand gives, page by page', async () => {
    const question = fc.tuple(some(TYPES, 'type'), some(SOLUTIONS, 'solution'), some(MUNICIPALITIES, 'municipality'));
    const limits = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 }).map((sizes) => [...sizes, 1000]);
    const now = await followed(service, '');
    await fc.assert(
      fc.asyncProperty(question, limits, async ([type, solution, municipality], sizes) => {
        const query = [type, solution, municipality].flatMap(({ name, chosen }) => (chosen ? [`${name}=${chosen.join()}`] : []));
        const byHand = now.filter(
          (event) =>
            (type.chosen?.includes(event.type) ?? true) &&
            (solution.chosen?.includes(String(event.solutionid)) ?? true) &&
            (municipality.chosen?.some((number) => isAbout(event, number)) ?? true),
        );
        expect(await followed(service, query.join('&'), sizes)).toEqual(byHand);
      }),
      { numRuns: 40 },
    );
  });

  it('finds what each of these is about, or the comparison would show little', async () => {
    for (const number of MUNICIPALITIES) expect((await followed(service, `municipality=${number}`)).length).toBeGreaterThan(1);
    for (const id of SOLUTIONS) expect((await followed(service, `solution=${id}`)).length).toBeGreaterThan(0);
  });

  it('that nothing fits for long leads on over empty pages, a bounded part of the log each', async () => {
    const { logIndex } = service.registry.models;
    const next = logIndex.next.bind(logIndex);
    jest.spyOn(logIndex, 'next').mockImplementation((after, filter, most) => next(after, filter, most, 1_000));
    const first = await service.get('/v1/events?solution=digisos');
    expect([eventsIn(first), first.headers['registry-next']]).toEqual([[], all[999]?.position]);
    expect((await followed(service, 'solution=digisos')).length).toBe(all.filter(({ solutionid }) => solutionid === 'digisos').length);
    // With `wait`, the empty pages are passed over: there is more to look at already.
    expect(eventsIn(await service.get('/v1/events?solution=digisos&wait=60')).length).toBeGreaterThan(0);
  });

  it.each([
    ['solution=digisoss', 'unknown-solution', 'solution digisoss is not registered; /v1/solutions lists those that are'],
    [
      'municipality=0302',
      'unknown-municipality',
      'the register has never had a municipality 0302; /v1/municipalities lists those of a day',
    ],
  ] as const)('for what never was (%s) is refused, and not empty for ever', async (query, code, detail) => {
    for (const path of ['/v1/events', '/v1/events/stream']) {
      const answer = await service.get(`${path}?${query}`);
      expect([answer.status, answer.problem(code).detail]).toEqual([422, detail]);
    }
  });

  it('names all that is unknown in it', async () => {
    const { errors } = (await service.get('/v1/events?solution=digisos,a,b&municipality=0301,0302')).problem('unknown-solution');
    expect(errors.map(({ parameter, message }) => [parameter, message.split(';')[0]])).toEqual([
      ['solution', 'solution a, b is not registered'],
      ['municipality', 'the register has never had a municipality 0302'],
    ]);
  });

  it('by a type that there is not is refused with those that there are', async () => {
    const { errors } = (await service.get('/v1/events?type=no.nsr.adoption-reported.v2')).problem('invalid-request');
    expect(errors[0]).toMatchObject({ parameter: 'type', rule: 'enum' });
    for (const type of TYPES) expect(errors[0]?.message).toContain(type);
  });
});

describe('a place in the log', () => {
  it.each(['0', 'x', '~1', '7f3c~', `${logId}~x`, `${logId}~-1`, `${logId}~01`, `${logId}~9007199254740993`])(
    'that is none (%s) is refused',
    async (after) => {
      for (const path of ['/v1/events', '/v1/events/stream'])
        expect((await service.get(`${path}?after=${encodeURIComponent(after)}`)).problem('invalid-request').errors[0]?.parameter).toBe(
          'after',
        );
    },
  );

  it('of another log is gone, and so is what a copy was made of', async () => {
    const another = '7f3c1d52-8a34-4b6e-9c01-5d2f7c1ea8b0~3992';
    const { status, detail } = (await service.get(`/v1/events?after=${another}`)).problem('position-of-another-log');
    expect([status, detail]).toEqual([410, expect.stringContaining('with an empty copy')]);
    expect((await service.get('/v1/events/stream', { 'Last-Event-ID': another })).problem('position-of-another-log').status).toBe(410);
  });

  it('beyond the head is refused with the head', async () => {
    const beyond = `${logId}~${(await service.head()) + 1}`;
    const { head: told, errors } = (await service.get(`/v1/events?after=${beyond}`)).problem('position-after-head');
    expect([told, errors[0]?.parameter]).toEqual([await head(), 'after']);
    const streamed = (await service.get('/v1/events/stream', { 'Last-Event-ID': beyond })).problem('position-after-head');
    expect(streamed.errors[0]?.parameter).toBe('Last-Event-ID');
  });

  it.each(['-1', '61', '1.5', 'x'])('is not waited behind for %s seconds', async (wait) => {
    expect((await service.get(`/v1/events?wait=${wait}`)).problem('invalid-request').errors[0]?.parameter).toBe('wait');
  });
});

describe('the end of the log', () => {
  it('is told, with when it came', async () => {
    const report1 = report('2018-01-01', 'in-use', { evidence: 'the last' });
    await recorded(service.post('/v1/solutions/digisos/adoptions/0301/reports', report1));
    const latest = (await service.get('/v1/events/latest')).as('LatestEvent');
    const [last] = eventsIn(await service.get(`/v1/events?after=${logId}~${(await service.head()) - 1}`));
    expect(latest).toEqual({ position: last?.position, recordedAt: last?.time });
  });

  it('of an empty log is before its first event', async () => {
    const empty = await startService({ register: false });
    const latest = await empty.get('/v1/events/latest');
    const start = await empty.get('/v1/events/start?date=2026-02-03');
    const events = await empty.get('/v1/events');
    await empty.end();
    expect(latest.as('LatestEvent')).toEqual({ position: `${empty.store.logId}~0`, recordedAt: null });
    expect(start.as('EventsStart')).toMatchObject({ position: `${empty.store.logId}~0`, firstRecordedAt: null });
    expect([eventsIn(events), events.headers['registry-next']]).toEqual([[], `${empty.store.logId}~0`]);
  });
});

describe('the first position of a day', () => {
  it('is that behind which everything recorded on it or later follows, by the clock of Oslo', async () => {
    const days = await startService({ register: false, now: '2026-03-28T12:00:00.000Z' });
    await registerDigisos(days); // on the day before the clocks go forward
    const instants = ['2026-03-28T22:59:59.999Z', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00.000Z'];
    for (const [index, instant] of instants.entries()) {
      days.clock.set(instant);
      await recorded(days.post('/v1/programmes', { id: `at-${index}`, names: { nb: instant } }));
    }
    days.clock.set('2026-03-30T12:00:00.000Z');
    const startOf = async (date: string) => (await days.get(`/v1/events/start?date=${date}`)).as('EventsStart');
    const firstOf = async (date: string) => eventsIn(await days.get(`/v1/events?after=${(await startOf(date)).position}`))[0]?.subject;
    const found = [await firstOf('2026-03-28'), await firstOf('2026-03-29'), await firstOf('2026-03-30'), await firstOf('2026-03-31')];
    const [first, ahead] = [await startOf('2026-03-29'), await startOf('2099-01-01')];
    const end = `${days.store.logId}~${await days.head()}`;
    await days.end();
    expect(found).toEqual(['organisations/994598759', 'programmes/at-1', 'programmes/at-3', undefined]);
    expect(first.firstRecordedAt).toBe('2026-03-28T23:00:00.000000Z');
    expect(ahead).toEqual({ date: '2099-01-01', position: end, firstRecordedAt: null });
  });

  it.each(['', '?date=', '?date=2026-02-30', '?date=today', '?date=2101-01-01'])('needs a day: %s', async (query) => {
    expect((await service.get(`/v1/events/start${query}`)).problem('invalid-request').errors[0]?.parameter ?? 'date').toBe('date');
  });
});
