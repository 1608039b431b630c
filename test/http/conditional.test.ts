import { afterAll, describe, expect, it } from '@jest/globals';
import { eventOf, recorded, registerDigisos, report } from './sector.ts';
import { startService, TODAY } from './service.ts';

const service = await startService();
await registerDigisos(service);
afterAll(() => service.end());

const DIGISOS = '/v1/solutions/digisos';
const adoptionOf = (number: string): string => `${DIGISOS}/adoptions/${number}`;
const reportOn = (number: string, ...content: Parameters<typeof report>) =>
  recorded(service.post(`${adoptionOf(number)}/reports`, report(...content)));
const phase = (effectiveFrom: string, to = 'pilot') => ({ effectiveFrom, phase: to });
const revisionIn = (etag: string): string => /^"(-?\d+)\./.exec(etag)?.[1] ?? 'none';

/** The first day of a day in Oslo, and one second before it. */
const BEFORE_MIDNIGHT = '2026-03-01T22:59:59.000Z';
const AFTER_MIDNIGHT = '2026-03-01T23:00:01.000Z';

describe('the ETag of what stands for a stream', () => {
  it('begins with the revision: 0 for a registration', async () => {
    expect(revisionIn((await service.get('/v1/organisations/889640782')).etag)).toBe('0');
  });

  it('begins with -1 for an adoption of which nothing is recorded', async () => {
    expect(revisionIn((await service.get(adoptionOf('5001'))).etag)).toBe('-1');
  });

  it('begins with the next revision after a write', async () => {
    const before = await service.get(DIGISOS);
    await service.change(`${DIGISOS}/phase-changes`, phase('2018-02-19'));
    expect(Number(revisionIn((await service.get(DIGISOS)).etag))).toBe(Number(revisionIn(before.etag)) + 1);
  });

  it('of a write has the revision of a read', async () => {
    const written = await reportOn('4204', '2021-01-01');
    expect(revisionIn(written.etag)).toBe(revisionIn((await service.get(adoptionOf('4204'))).etag));
  });

  it('of a fact begins with the revision of its solution', async () => {
    const changed = await service.change(`${DIGISOS}/phase-changes`, phase('2018-02-20'));
    expect(revisionIn((await service.get(`/v1/facts/${eventOf(changed)}`)).etag)).toBe(revisionIn((await service.get(DIGISOS)).etag));
  });

  it('changes at midnight in Oslo where the day is not said, though nothing was recorded', async () => {
    service.clock.set(BEFORE_MIDNIGHT);
    const before = await service.get(DIGISOS);
    service.clock.set(AFTER_MIDNIGHT);
    const after = await service.get(DIGISOS, { 'If-None-Match': before.etag });
    service.clock.set(TODAY);
    expect({ status: after.status, changed: after.etag !== before.etag, revision: revisionIn(after.etag) }).toEqual({
      status: 200,
      changed: true,
      revision: revisionIn(before.etag),
    });
  });

  it('does not change at midnight where day and position are said', async () => {
    const { position } = (await service.get(DIGISOS)).as('Solution');
    const target = `${DIGISOS}?asOf=2026-01-01&knownAt=${position}`;
    service.clock.set(BEFORE_MIDNIGHT);
    const before = await service.get(target);
    service.clock.set(AFTER_MIDNIGHT);
    const after = await service.get(target, { 'If-None-Match': before.etag });
    service.clock.set(TODAY);
    expect(after.status).toBe(304);
  });

  it('changes by the report of a predecessor, of which its own stream knows nothing', async () => {
    const before = await service.get(adoptionOf('3801'));
    await reportOn('0701', '2018-02-19');
    const after = await service.get(adoptionOf('3801'), { 'If-None-Match': before.etag });
    expect({ status: after.status, revision: revisionIn(after.etag) }).toEqual({ status: 200, revision: '-1' });
  });

  it('differs between two days, two rules and two capabilities of one revision', async () => {
    const questions = ['?asOf=2025-01-01', '?asOf=2025-01-02', '?inheritance=all', '?inheritance=any', '?capability=innsyn'];
    const tags = await Promise.all(questions.map(async (question) => (await service.get(adoptionOf('4601') + question)).etag));
    expect(new Set(tags).size).toBe(questions.length);
  });
});

describe('If-None-Match', () => {
  const READS = [
    DIGISOS,
    `${DIGISOS}/status`,
    `${DIGISOS}/history`,
    `${DIGISOS}/coverage?asOf=2024-12-31`,
    `${DIGISOS}/coverage/municipalities?asOf=2024-12-31`,
    `${DIGISOS}/adoptions`,
    adoptionOf('0301'),
    '/v1/solutions',
    '/v1/organisations',
    '/v1/programmes',
    '/v1/municipalities/0301/solutions',
    '/v1/organisations/889640782/solutions',
  ];

  it.each(READS)('is answered 304 on %s only while the answer would be the same, byte for byte', async (target) => {
    const first = await service.get(target);
    const again = await service.get(target);
    const unchanged = await service.get(target, { 'If-None-Match': first.etag });
    expect({ status: unchanged.status, same: again.text === first.text, tag: unchanged.etag }).toEqual({
      status: 304,
      same: true,
      tag: first.etag,
    });
  });

  it.each(READS)('is answered 200 on %s once anything has been recorded, since the answer names the position', async (target) => {
    const first = await service.get(target);
    await reportOn('0301', '2025-06-01', 'in-use', { evidence: `conditional on ${target}` });
    expect((await service.get(target, { 'If-None-Match': first.etag })).status).toBe(200);
  });

  it.each<[string, (tag: string) => string]>([
    ['a list that names it', (tag) => `"elsewhere", ${tag}`],
    ['its weak form', (tag) => `W/${tag}`],
    ['*', () => '*'],
  ])('is answered 304 for %s', async (_what, header) => {
    const { etag } = await service.get(DIGISOS);
    expect((await service.get(DIGISOS, { 'If-None-Match': header(etag) })).status).toBe(304);
  });

  it('does not take the revision alone for the whole tag', async () => {
    const { etag } = await service.get(DIGISOS);
    expect((await service.get(DIGISOS, { 'If-None-Match': `"${revisionIn(etag)}"` })).status).toBe(200);
  });

  it('is answered to HEAD as to GET', async () => {
    const { etag } = await service.get(DIGISOS);
    expect((await service.ask('HEAD', DIGISOS, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  });

  it('on something unknown is a 404 still', async () => {
    expect((await service.get('/v1/solutions/unregistered', { 'If-None-Match': '*' })).status).toBe(404);
  });
});

describe('If-Match', () => {
  const change = (etag: string, effectiveFrom: string) =>
    service.post(`${DIGISOS}/phase-changes`, phase(effectiveFrom), { 'If-Match': etag });

  it('lets a change pass that has seen what stands', async () => {
    expect((await change((await service.get(DIGISOS)).etag, '2018-03-01')).status).toBe(201);
  });

  it('may be the revision alone', async () => {
    const revision = revisionIn((await service.get(DIGISOS)).etag);
    expect((await change(`"${revision}"`, '2018-03-02')).status).toBe(201);
  });

  it('compares the revision only: what midnight or another day changed does not matter', async () => {
    const { etag } = await service.get(`${DIGISOS}?asOf=2017-01-01`);
    expect((await change(etag, '2018-03-03')).status).toBe(201);
  });

  it('stops a change that has seen an older state', async () => {
    const { etag } = await service.get(DIGISOS);
    await service.change(`${DIGISOS}/phase-changes`, phase('2018-03-04'));
    expect((await change(etag, '2018-03-05')).status).toBe(412);
  });

  it('stops a change that claims to have seen what is not there yet', async () => {
    const revision = Number(revisionIn((await service.get(DIGISOS)).etag)) + 1;
    expect((await change(`"${revision}"`, '2018-03-06')).status).toBe(412);
  });

  it('of a state long past is that of its position, and so is stale', async () => {
    const { position } = (await service.get(DIGISOS)).as('Solution');
    await service.change(`${DIGISOS}/phase-changes`, phase('2018-03-07'));
    const { etag } = await service.get(`${DIGISOS}?knownAt=${position}`);
    expect((await change(etag, '2018-03-08')).status).toBe(412);
  });

  it('is not asked of a report', async () => {
    expect((await reportOn('5401', '2021-01-01')).status).toBe(201);
  });

  it('of a report is compared where it is given', async () => {
    const stale = await service.post(`${adoptionOf('5401')}/reports`, report('2021-02-01'), { 'If-Match': '"-1"' });
    expect(stale.status).toBe(412);
  });

  it('"-1" lets the first report of a municipality pass', async () => {
    const first = await service.post(`${adoptionOf('5501')}/reports`, report('2024-02-01'), { 'If-Match': '"-1"' });
    expect(first.status).toBe(201);
  });

  it('stops a cost update that has seen an older state', async () => {
    const stale = await service.post(
      `${DIGISOS}/cost-updates`,
      { fiscalYear: 2024, kind: 'operation', estimate: 'actual', amount: { amount: 1, currency: 'NOK' }, priceLevelYear: 2024 },
      { 'If-Match': '"0"' },
    );
    expect(stale.status).toBe(412);
  });

  it('of a correction is the revision of what the fact is about', async () => {
    const { etag, headers } = await reportOn('1103', '2021-01-01');
    const corrected = await service.post(
      `${headers.location ?? ''}/corrections`,
      { reason: 'A day later.', fact: report('2021-01-02') },
      { 'If-Match': etag },
    );
    expect(corrected.status).toBe(201);
  });

  it('lets one of two changes pass that have seen the same, and stops the other', async () => {
    const { etag } = await service.get(DIGISOS);
    const answers = await Promise.all([change(etag, '2018-04-01'), change(etag, '2018-04-02')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412]);
  });
});

describe('an answer to a write', () => {
  it('names a position that is not before its event', async () => {
    const written = await reportOn('0301', '2025-07-01');
    const fact = (await service.get(written.headers.location ?? '')).as('Fact');
    const token = (position: string) => Number(position.split('~')[1]);
    expect(token(String(written.headers['registry-position']))).toBeGreaterThanOrEqual(token(fact.recordedPosition));
  });

  it('is what the next read shows', async () => {
    const written = (await service.change(`${DIGISOS}/phase-changes`, phase('2018-05-01'))).as('SolutionRecorded');
    const { eventId: _, dryRun: __, ...shown } = written;
    expect((await service.get(DIGISOS)).as('Solution')).toEqual(shown);
  });

  it('names where the fact can be read', async () => {
    const written = await reportOn('0301', '2025-08-01');
    expect(written.headers.location).toBe(`/v1/facts/${eventOf(written)}`);
  });
});
