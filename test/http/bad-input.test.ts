import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { as, cost, KS, MISTYPED, NAV, recorded, registerDigisos, registration, report } from './sector.ts';
import { type Answer, type Headers, type Schemas, startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
await recorded(service.post('/v1/solutions/digisos/adoptions/0301/reports', report('2018-04-23')));
await recorded(service.change('/v1/solutions/digisos/phase-changes', { effectiveFrom: '2018-02-19', phase: 'pilot' }));
afterAll(() => service.end());

let head = 0;
beforeEach(async () => {
  head = await service.head();
});
/** Whatever was sent: nothing is recorded, nothing is lost, the server lives. */
afterEach(async () => {
  expect(await service.head()).toBe(head);
  expect((await service.get('/v1/solutions/digisos')).status).toBe(200);
});

const DIGISOS = '/v1/solutions/digisos';
const REPORTS = `${DIGISOS}/adoptions/0301/reports`;
const OWNERSHIP = `${DIGISOS}/ownership-changes`;

/** Where a refusal says that the fault is, and what it says of it. */
const faultsIn = (answer: Answer, code: Schemas['ProblemCode']): string[] =>
  answer.problem(code).errors.map(({ pointer, parameter, rule, message }) => `${pointer ?? parameter ?? 'nowhere'} (${rule}): ${message}`);

describe('a body that is no JSON', () => {
  it.each([
    ['is cut off', '{"effectiveFrom": "2018-'],
    ['is empty', ''],
    ['is two values', '{} {}'],
    ['says a member twice', '{"effectiveFrom":"2018-05-01","stage":"in-use","stage":"withdrawn","source":"supplier"}'],
    ['has a trailing comma', '{"stage": "in-use",}'],
    ['is the word undefined', 'undefined'],
    ['has a comment', '{"stage": "in-use" /* why */}'],
    ['is JSON with a byte that is no UTF-8', Buffer.concat([Buffer.from('{"stage":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])],
    ['is JSON in UTF-16', Buffer.from('{"stage":"in-use"}', 'utf16le')],
  ])('is refused where it %s', async (_what, body) => {
    const answer = await service.post(REPORTS, body);
    expect(answer.status).toBe(400);
    expect(answer.problem('malformed-json').detail).toMatch(/^the (body is (not JSON|empty|not UTF-8)|member stage stands twice)/);
  });

  it('is refused where it is nested deeper than anything in the contract', async () => {
    const answer = await service.post(REPORTS, '['.repeat(17) + ']'.repeat(17));
    expect(answer.problem('malformed-json').detail).toContain('16 levels');
  });

  it('is refused where it is nested so deep that reading it could exhaust the stack', async () => {
    const answer = await service.post(REPORTS, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(answer.status).toBe(400);
  });
});

describe('a body of another shape', () => {
  it.each<[string, string, unknown, string]>([
    ['is a list', REPORTS, [report('2018-05-01')], ' (type): the body must be an object'],
    ['is null', REPORTS, 'null', ' (type): the body must be an object'],
    ['has a number for a text', REPORTS, { ...report('2018-05-01'), evidence: 5 }, '/evidence (type): /evidence must be a text or null'],
    [
      'has a text for a number',
      `${DIGISOS}/cost-updates`,
      { ...cost(1), fiscalYear: '2024' },
      '/fiscalYear (type): /fiscalYear must be a whole number from 1900 to 2100',
    ],
    ['lacks a member', REPORTS, { effectiveFrom: '2018-05-01', source: 'supplier' }, '/stage (required): stage is required'],
    [
      'has a member that is not known',
      REPORTS,
      { ...report('2018-05-01'), stge: 'in-use' },
      '/stge (additionalProperties): stge is not known here; known are effectiveFrom, stage, source, capability, evidence, confirmedAt',
    ],
    [
      'has __proto__ for a member',
      REPORTS,
      '{"effectiveFrom":"2018-05-01","stage":"in-use","source":"supplier","__proto__":{"admin":true}}',
      '/__proto__ (additionalProperties): __proto__ is not known here; known are effectiveFrom, stage, source, capability, evidence, confirmedAt',
    ],
    [
      'has a word that is none of the field',
      REPORTS,
      { ...report('2018-05-01'), stage: 'live' },
      '/stage (enum): /stage must be one of withdrawn, considering, planned, committed, introducing, in-use, established',
    ],
    [
      'has a day that does not exist',
      REPORTS,
      report('2023-02-29'),
      '/effectiveFrom (format): /effectiveFrom must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31',
    ],
    [
      'has a day 200 years ahead',
      REPORTS,
      report('2226-02-03'),
      '/effectiveFrom (format): /effectiveFrom must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31',
    ],
    [
      'has a day 200 years back',
      REPORTS,
      report('1826-02-03'),
      '/effectiveFrom (format): /effectiveFrom must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31',
    ],
    [
      'has an instant for a day',
      REPORTS,
      report('2018-05-01T00:00:00Z'),
      '/effectiveFrom (format): /effectiveFrom must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31',
    ],
    [
      'has an amount with a fraction',
      `${DIGISOS}/cost-updates`,
      cost(1250.5),
      '/amount/amount (type): /amount/amount must be a whole number: The amount in minor units (øre for NOK); an integer, negative where money came back.',
    ],
    [
      'has an amount that floating point cannot hold',
      `${DIGISOS}/cost-updates`,
      JSON.stringify(cost(7)).replace('"amount":7', '"amount":9007199254740993'),
      '/amount/amount (type): /amount/amount must be a whole number from -9007199254740991 to 9007199254740991',
    ],
    [
      'has an organisation number that fails modulus 11',
      OWNERSHIP,
      { effectiveFrom: '2018-01-01', owners: [{ organisationNumber: MISTYPED }] },
      '/owners/0/organisationNumber (format): /owners/0/organisationNumber must be an organisation number: nine digits, the last a modulus 11 check digit',
    ],
    [
      'has an id in capitals',
      '/v1/solutions',
      registration('Digisos'),
      '/id (pattern): /id is not what it must be: A readable id chosen at registration and never changed, words of a–z and 0–9 joined by hyphens, at most 64 characters.',
    ],
    [
      'names the empty text',
      '/v1/solutions',
      { id: 'nameless', names: { nb: '' } },
      '/names/nb (format): /names/nb must be text that can be read: something to see, no control characters but line breaks, nothing that turns its direction',
    ],
    [
      'has a text that is too long',
      REPORTS,
      report('2018-05-01', 'in-use', { evidence: 'x'.repeat(501) }),
      '/evidence (maxLength): /evidence must have 500 characters or fewer',
    ],
    [
      'has a list that is too long',
      `${DIGISOS}/target-group-changes`,
      { effectiveFrom: '2018-05-01', kind: 'municipalities', numbers: Array.from({ length: 401 }, (_, index) => String(1_000 + index)) },
      '/numbers (maxItems): /numbers must have 400 items or fewer',
    ],
    [
      'has numbers where the target group is all',
      `${DIGISOS}/target-group-changes`,
      { effectiveFrom: '2018-05-01', kind: 'all', numbers: ['0301'] },
      '/numbers (additionalProperties): numbers is not known here; known are effectiveFrom, kind',
    ],
  ])('is refused where it %s, and says where and what would be right', async (_what, target, body, fault) => {
    const answer = await service.post(target, body, { 'If-Match': '"1"' });
    expect(answer.status).toBe(400);
    expect(faultsIn(answer, 'invalid-request')).toContain(fault);
  });

  it('is told which kinds there are where it is of none, and nothing that only one kind has against it', async () => {
    const answer = await service.post(`${DIGISOS}/target-group-changes`, { kind: 'county', numbers: ['07'] }, { 'If-Match': '"1"' });
    expect(faultsIn(answer, 'invalid-request')).toEqual([
      '/effectiveFrom (required): effectiveFrom is required',
      '/kind (const): /kind must be all or must be counties or must be municipalities',
    ]);
  });

  it('is told everything that is wrong with it, not the first', async () => {
    const answer = await service.post(REPORTS, { effectiveFrom: '2018-02-30', stage: 'live', comment: 'x' });
    const places = answer.problem('invalid-request').errors.map(({ pointer }) => pointer);
    expect(places.sort()).toEqual(['/comment', '/effectiveFrom', '/source', '/stage']);
  });

  it('is told each fault once, a pointer for a rule', async () => {
    const { errors } = (await service.post(REPORTS, report('2226-13-45'))).problem('invalid-request');
    expect(errors).toHaveLength(1);
  });

  it('is told only the first faults where it has thousands, in an answer that stays readable', async () => {
    const crowd = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`m${index}`, 0]));
    const answer = await service.post(REPORTS, crowd);
    expect(answer.problem('invalid-request').errors.length).toBeLessThanOrEqual(1_000);
  });
});

describe('a list of fifty thousand wrong items', () => {
  it('is refused as too long, and not item by item', async () => {
    const owners = Array.from({ length: 50_000 }, () => 1);
    const answer = await service.post(OWNERSHIP, { effectiveFrom: '2018-01-01', owners }, { 'If-Match': '"1"' });
    expect(answer.problem('invalid-request').errors).toMatchObject([{ pointer: '/owners', rule: 'too-many-values' }]);
  });
});

describe('a name that is longer than an answer may show', () => {
  it('of a member is refused without being repeated', async () => {
    expect((await service.post(REPORTS, { ...report('2018-05-01'), ['x'.repeat(3_000)]: 1 })).status).toBe(400);
  });

  it.each([
    ['long', 'x'.repeat(300)],
    ['empty', ''],
  ])('of a parameter is refused, once or twice: %s', async (_what, name) => {
    expect((await service.get(`/v1/solutions?${name}=1`)).status).toBe(400);
    expect((await service.get(`/v1/solutions?${name}=1&${name}=2`)).problem('invalid-request').errors).toHaveLength(1);
  });
});

describe('a text', () => {
  const told = (escape: string) =>
    service.post(`${REPORTS}?dryRun=true`, `{"effectiveFrom":"2024-05-01","stage":"in-use","source":"supplier","evidence":"a${escape}b"}`);

  it.each([
    ['NUL', '\\u0000'],
    ['half a surrogate pair', '\\ud800'],
    ['a mark that turns the direction of writing', '\\u202e'],
    ['a character that nobody sees', '\\u200b'],
  ])('with %s is refused: it is kept for ever, and nobody could read it', async (_what, escape) => {
    const answer = await told(escape);
    expect(answer.status).toBe(400);
    expect(answer.problem('invalid-request').errors).toMatchObject([{ pointer: '/evidence', rule: 'format' }]);
  });

  it.each([
    ['characters beyond the basic plane', '😀'],
    ['a line break', '\\n'],
    ['Sámi letters', 'Guovdageaidnu – Kárášjohka'],
  ])('with %s is kept as it was sent', async (_what, escape) => {
    const kept = (await told(escape)).as('AdoptionRecorded').report?.evidence;
    expect(kept).toBe(`a${JSON.parse(`"${escape}"`) as string}b`);
  });
});

describe('what the domain rejects', () => {
  const owners = (...shares: (number | undefined)[]) => ({
    effectiveFrom: '2018-01-01',
    owners: shares.map((shareBasisPoints, index) => ({
      organisationNumber: [NAV, KS][index] ?? '',
      ...(shareBasisPoints === undefined ? {} : { shareBasisPoints }),
    })),
  });

  it('names the sum of shares that is not the whole', async () => {
    const answer = await service.change(OWNERSHIP, owners(5_000, 4_999));
    expect(answer.status).toBe(422);
    expect(answer.problem('shares-do-not-sum')).toMatchObject({ sum: 9_999, whole: 10_000, errors: [{ pointer: '/owners' }] });
  });

  it('names all of four hundred numbers that there are not, and as many of them in a sentence as anybody reads', async () => {
    const numbers = Array.from({ length: 400 }, (_, index) => String(9_000 + index));
    const answer = await service.change(`${DIGISOS}/target-group-changes`, {
      effectiveFrom: '2018-01-01',
      kind: 'municipalities',
      numbers,
    });
    const { errors = [], detail } = answer.problem('unknown-municipality');
    expect(errors.map(({ pointer }) => pointer)).toEqual(numbers.map((_, index) => `/numbers/${index}`));
    expect(detail).toHaveLength(2_000);
  });

  it('says how many owners have a share and how many have none', async () => {
    const answer = await service.change(OWNERSHIP, owners(5_000, undefined));
    expect(answer.problem('shares-incomplete')).toMatchObject({ withShare: 1, withoutShare: 1 });
  });

  it('names the owner that stands twice', async () => {
    const answer = await service.change(OWNERSHIP, {
      effectiveFrom: '2018-01-01',
      owners: [{ organisationNumber: NAV }, { organisationNumber: NAV }],
    });
    expect(answer.problem('duplicate-owner')).toMatchObject({
      organisationNumber: NAV,
      errors: [{ pointer: '/owners/1/organisationNumber' }],
    });
  });

  it('sends whoever reports on a municipality that was renumbered to its successor, with the date', async () => {
    const answer = await service.post(`${DIGISOS}/adoptions/0701/reports`, report('2020-05-01'));
    expect(answer.status).toBe(422);
    expect(answer.problem('municipality-not-valid-on-date')).toMatchObject({
      detail: expect.stringMatching(/0701 is not valid on 2020-05-01: it was renumbered to 3801 on 2020-01-01/) as unknown,
      municipalityNumber: '0701',
      successors: [{ municipalityNumber: '3801', name: 'Horten', from: '2020-01-01' }],
      reform: 'renumbered',
      reformedOn: '2020-01-01',
    });
  });

  it('sends whoever reports on a municipality that was merged away to what it was merged into', async () => {
    const answer = await service.post(`${DIGISOS}/adoptions/1141/reports`, report('2020-05-01'));
    expect(answer.problem('municipality-not-valid-on-date')).toMatchObject({
      successors: [{ municipalityNumber: '1103' }],
      reform: 'merged',
    });
  });

  it.each([
    ['1850', ['1806', '1875']],
    ['5012', ['5055', '5056', '5059']],
  ])('sends whoever reports on a municipality that was divided to all that have a part of it: %s', async (number, among) => {
    const answer = await service.post(`${DIGISOS}/adoptions/${number}/reports`, report('2020-05-01'));
    expect(answer.problem('municipality-not-valid-on-date')).toMatchObject({
      detail: `municipality ${number} is not valid on 2020-05-01: it was divided among ${among.join(', ')} on 2020-01-01`,
      successors: among.map((municipalityNumber) => ({ municipalityNumber })),
      reform: 'split',
    });
  });

  it('sends whoever reports on a municipality before it began to what it came from', async () => {
    const answer = await service.post(`${DIGISOS}/adoptions/3801/reports`, report('2019-05-01'));
    expect(answer.problem('municipality-not-valid-on-date')).toMatchObject({
      predecessors: [{ municipalityNumber: '0701' }],
      successors: [],
    });
  });

  it('refuses reports from before the register begins, and says when that is', async () => {
    const answer = await service.post(REPORTS, report('2016-12-31'));
    expect(answer.status).toBe(422);
    expect(answer.problem('before-register')).toMatchObject({ date: '2016-12-31', registerBegins: '2017-01-01' });
  });

  it('names the capabilities that the solution has', async () => {
    const answer = await service.post(REPORTS, report('2018-05-01', 'in-use', { capability: 'insyn' }));
    expect(answer.problem('unknown-capability')).toMatchObject({
      capability: 'insyn',
      known: ['innsyn'],
      errors: [{ pointer: '/capability' }],
    });
  });

  it('names the organisation that must be registered first', async () => {
    const answer = await service.post(`${DIGISOS}/cost-updates`, cost(1, { payer: '983544622' }));
    expect(answer.status).toBe(422);
    expect(answer.problem('unknown-organisation')).toMatchObject({ organisationNumber: '983544622', errors: [{ pointer: '/payer' }] });
  });

  it('lists every municipality of a target group that does not exist on its day', async () => {
    const group = { effectiveFrom: '2018-05-01', kind: 'municipalities', numbers: ['0301', '4601', '9999'] };
    const answer = await service.change(`${DIGISOS}/target-group-changes`, group);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ pointer: '/numbers/1' }, { pointer: '/numbers/2', rule: 'unknown-municipality' }],
    });
  });

  it('names the county that does not exist on the day', async () => {
    const group = { effectiveFrom: '2018-05-01', kind: 'counties', numbers: ['03', '46'] };
    const answer = await service.change(`${DIGISOS}/target-group-changes`, group);
    expect(answer.problem('unknown-county')).toMatchObject({ countyNumber: '46', errors: [{ pointer: '/numbers/1' }] });
  });

  it('refuses to release where nobody is assigned', async () => {
    const answer = await service.change(`${DIGISOS}/supplier-releases`, { effectiveFrom: '2018-01-01', responsibility: 'support' });
    expect(answer.problem('not-assigned')).toMatchObject({ responsibility: 'support', errors: [{ pointer: '/effectiveFrom' }] });
  });

  it.each([
    ['organisation', '/v1/organisations', { organisationNumber: NAV, name: 'NAV', sector: 'state' }],
    ['solution', '/v1/solutions', registration('digisos')],
  ] as const)('refuses another %s under an id that is taken', async (what, target, body) => {
    const answer = await service.post(target, body);
    expect(answer.status).toBe(409);
    answer.problem(`${what}-exists`);
  });
});

describe('a path', () => {
  it.each([
    ['a solution that is not registered', '/v1/solutions/unregistered', 'unknown-solution', 'solutionId'],
    ['a programme that is not registered', '/v1/programmes/unregistered', 'unknown-programme', 'programmeId'],
    ['an organisation that is not registered', '/v1/organisations/983544622', 'unknown-organisation', 'organisationNumber'],
    ['a municipality that never was', '/v1/municipalities/9999', 'unknown-municipality', 'municipalityNumber'],
    ['a municipality that never was, of a solution', `${DIGISOS}/adoptions/9999`, 'unknown-municipality', 'municipalityNumber'],
    ['a fact that is not recorded', '/v1/facts/00000000-0000-4000-8000-000000000000', 'unknown-fact', 'eventId'],
  ] as const)('to %s leads nowhere, and says which part of it is unknown', async (_what, target, code, parameter) => {
    const answer = await service.get(target);
    expect(answer.status).toBe(404);
    expect(answer.problem(code).errors).toMatchObject([{ parameter, rule: code }]);
  });

  it.each([
    ['a solution', '/v1/solutions/unregistered/phase-changes', { effectiveFrom: '2018-01-01', phase: 'pilot' }, 'unknown-solution'],
    ['a solution, of a report', '/v1/solutions/unregistered/adoptions/0301/reports', report('2018-05-01'), 'unknown-solution'],
    ['a municipality', `${DIGISOS}/adoptions/9999/reports`, report('2018-05-01'), 'unknown-municipality'],
    ['a fact', '/v1/facts/00000000-0000-4000-8000-000000000000/annulments', { reason: 'x' }, 'unknown-fact'],
  ] as const)(
    'that names %s the registry does not know takes no facts: 404, with or without If-Match',
    async (_what, target, body, code) => {
      const answers = [await service.post(target, body), await service.post(target, body, { 'If-Match': '"0"' })];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      for (const answer of answers) answer.problem(code);
    },
  );

  it.each([
    '/v1',
    '/v1/',
    '/v1/solution',
    '/v1/solutions/',
    '/v1/solutions/digisos/',
    '/v1//solutions',
    '/v2/solutions',
    '/v1/solutions/digisos/status/x',
    '/health',
    '/health/',
  ])('that the contract does not have is told so: %s', async (target) => {
    const answer = await service.get(target);
    expect(answer.status).toBe(404);
    answer.problem('not-found');
  });

  it.each([
    ['a wrong percent-encoding', '/v1/solutions/%E0%A4%A'],
    ['half a percent-encoding', '/v1/solutions/digisos%'],
    ['bytes that are no UTF-8', '/v1/solutions/%ff%fe'],
    ['an encoded slash', '/v1/solutions/digisos%2fstatus'],
    ['an encoded NUL', '/v1/solutions/digisos%00'],
    ['dots that climb', '/v1/solutions/..%2f..%2fetc'],
    ['an id in capitals', '/v1/solutions/DIGISOS'],
    ['__proto__', '/v1/solutions/__proto__'],
  ])('with %s fits no id, and is refused by name', async (_what, target) => {
    const answer = await service.get(target);
    expect(answer.status).toBe(400);
    expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'solutionId' }]);
  });

  it('may encode characters that need no encoding', async () => {
    expect((await service.get('/v1/solutions/%64igisos')).status).toBe(200);
  });

  it.each(['constructor', 'hasownproperty', 'tostring'])(
    'of a solution with the id %s, which any object has, leads nowhere',
    async (id) => {
      expect((await service.get(`/v1/solutions/${id}/coverage`)).status).toBe(404);
    },
  );

  it('over 8 kB is too long', async () => {
    const answer = await service.get(`/v1/solutions?after=${'x'.repeat(8_192)}`);
    expect(answer.status).toBe(414);
    expect(answer.problem('uri-too-long')).toMatchObject({ limit: 8_192 });
  });
});

describe('a parameter', () => {
  it.each([
    ['that is not known', `${DIGISOS}/coverage?asof=2018-12-31`, 'asof', 'unknown-parameter', 'known'],
    ['that is given twice', `${DIGISOS}/coverage?asOf=2018-12-31&asOf=2019-12-31`, 'asOf', 'repeated', 'once'],
    ['that is a day that does not exist', `${DIGISOS}/coverage?asOf=2023-02-29`, 'asOf', 'format', 'a day that exists'],
    ['that is empty', `${DIGISOS}/coverage?asOf=`, 'asOf', 'format', 'a day that exists'],
    ['that is none of its words', `${DIGISOS}/coverage?stage=withdrawn`, 'stage', 'enum', 'considering, planned'],
    ['that is beyond its bounds', '/v1/solutions?limit=1001', 'limit', 'maximum', '1000'],
    ['that is below its bounds', '/v1/solutions?limit=0', 'limit', 'minimum', '1'],
    ['that is no number', '/v1/solutions?limit=ten', 'limit', 'type', 'must be a whole number'],
    ['that is a fraction', '/v1/solutions?limit=1.5', 'limit', 'type', 'must be a whole number'],
    ['that is a number by other means', '/v1/solutions?limit=1e2', 'limit', 'type', 'must be a whole number'],
    ['that is neither instant nor position', '/v1/solutions?knownAt=yesterday', 'knownAt', 'anyOf', 'position of this log, or an instant'],
    ['that is an instant without a zone', '/v1/solutions?knownAt=2026-02-03T09:00:00', 'knownAt', 'anyOf', 'with its zone'],
    ['that is a leap second', '/v1/solutions?knownAt=2016-12-31T23:59:60Z', 'knownAt', 'format', 'in no leap second'],
    ['that is the end of all time', '/v1/solutions?knownAt=9999-12-31T23:59:59Z', 'knownAt', 'format', 'of the years 1685 to 2254'],
    [
      'that is a moment of before, in a leap second',
      '/v1/reports/coverage-revisions?knownFrom=2016-12-31T23:59:60Z',
      'knownFrom',
      'format',
      'nor an RFC 3339 instant',
    ],
    ['called __proto__', '/v1/solutions?__proto__=x', '__proto__', 'unknown-parameter', 'known'],
    ['called constructor', '/v1/solutions?constructor=x', 'constructor', 'unknown-parameter', 'known'],
  ])('%s is refused by name, with what would be right', async (_what, target, parameter, rule, hint) => {
    const answer = await service.get(target);
    expect(answer.status).toBe(400);
    expect(answer.problem('invalid-request').errors).toEqual([
      { pointer: null, parameter, rule, message: expect.stringContaining(hint) as unknown },
    ]);
  });

  it('that says dryRun otherwise than true or false is refused: nobody should record by a misspelling', async () => {
    const answer = await service.post(`${REPORTS}?dryRun=yes`, report('2018-05-01'));
    expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'dryRun' }]);
  });

  it('of a command is refused where it is not known, too', async () => {
    const answer = await service.post(`${REPORTS}?dryrun=true`, report('2018-05-01'));
    expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'dryrun', rule: 'unknown-parameter' }]);
  });

  it('and a body that are wrong are told together', async () => {
    const answer = await service.post(`${REPORTS}?dryrun=true`, { ...report('2018-05-01'), stage: 'live' });
    expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'dryrun' }, { pointer: '/stage' }]);
  });
});

describe('a header', () => {
  it('that names the consumer with an organisation number failing modulus 11 is refused', async () => {
    const answer = await service.post(REPORTS, report('2018-05-01'), as(MISTYPED));
    expect(answer.status).toBe(400);
    expect(answer.problem('consumer-not-accepted').errors).toMatchObject([{ parameter: 'Registry-Consumer', rule: 'organisation-number' }]);
  });

  it('that names the consumer so is refused on a read, too', async () => {
    const answer = await service.get(DIGISOS, as(MISTYPED));
    expect(answer.status).toBe(400);
    answer.problem('consumer-not-accepted');
  });

  it('that names the consumer without its scheme is refused', async () => {
    const answer = await service.post(REPORTS, report('2018-05-01'), { 'Registry-Consumer': KS });
    expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'Registry-Consumer', rule: 'pattern' }]);
  });

  it.each(['', 'x'.repeat(256), 'a key', 'nøkkel'])('Idempotency-Key that is not 1 to 255 visible ASCII is refused: «%s»', async (key) => {
    const answer = await service.post(REPORTS, report('2018-05-01'), { 'Idempotency-Key': Buffer.from(key).toString('latin1') });
    expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'Idempotency-Key' }]);
  });

  it.each(['*', '3', 'W/"3"', '"3", "4"', '"03"', '"three"', '"99999999999999999999"'])(
    'If-Match that names no one revision is refused: %s',
    async (tag) => {
      const answer = await service.post(`${DIGISOS}/phase-changes`, { effectiveFrom: '2018-01-01', phase: 'idea' }, { 'If-Match': tag });
      expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'If-Match', rule: 'pattern' }]);
    },
  );

  it('If-Match that is missing where something is replaced is asked for', async () => {
    const answer = await service.post(`${DIGISOS}/phase-changes`, { effectiveFrom: '2018-01-01', phase: 'idea' });
    expect(answer.status).toBe(428);
    expect(answer.problem('precondition-required').errors).toMatchObject([{ parameter: 'If-Match' }]);
  });

  it('If-Match of a revision that has passed names the one that stands', async () => {
    const answer = await service.post(`${DIGISOS}/phase-changes`, { effectiveFrom: '2018-01-01', phase: 'idea' }, { 'If-Match': '"0"' });
    expect(answer.status).toBe(412);
    expect(answer.problem('stale-revision')).toMatchObject({ expected: 0, actual: 1 });
  });

  it.each([
    'text/html',
    'application/xml',
    'application/json;q=0',
    'application/json;charset=utf-8;q=0',
    'application/json;charset=latin1',
    'text/*, image/*',
  ])('Accept that excludes JSON is not served: %s', async (accept) => {
    const answer = await service.get(DIGISOS, { Accept: accept });
    expect(answer.status).toBe(406);
    expect(answer.problem('not-acceptable')).toMatchObject({ offered: ['application/json'] });
  });

  it.each([
    '*/*',
    'application/*',
    'application/json',
    'text/html, application/json;q=0.1',
    'application/problem+json, application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8";q=0.9, text/html',
  ])('Accept that admits JSON is served: %s', async (accept) => {
    expect((await service.get(DIGISOS, { Accept: accept })).status).toBe(200);
  });

  it.each<[string, Headers]>([
    ['no Content-Type', {}],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['a text', { 'Content-Type': 'text/plain' }],
    ['another JSON', { 'Content-Type': 'application/merge-patch+json' }],
    ['another charset', { 'Content-Type': 'application/json; charset=iso-8859-1' }],
    ['a compressed body', { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }],
  ])('that promises %s is refused, with what is taken', async (_what, headers) => {
    const answer = await service.ask('POST', REPORTS, { headers, body: JSON.stringify(report('2018-05-01')) });
    expect(answer.status).toBe(415);
    expect(answer.problem('unsupported-media-type').detail).toContain('application/json in UTF-8');
  });

  it.each<[string, Headers]>([
    ['application/json', {}],
    ['application/json; charset=utf-8', {}],
    ['Application/JSON;charset="UTF-8"', {}],
    ['application/json', { 'Content-Encoding': 'Identity' }],
  ])('that promises JSON in UTF-8 is taken: %s %j', async (type, more) => {
    expect((await service.post(`${REPORTS}?dryRun=true`, report('2018-05-01'), { 'Content-Type': type, ...more })).status).toBe(200);
  });
});

describe('more than any question has', () => {
  it.each(['owner', 'supplier', 'phase'])('is one sentence, and not one a value: %s with 8,000 empty ones', async (parameter) => {
    const { errors } = (await service.get(`/v1/solutions?${parameter}=${','.repeat(8_000)}`)).problem('invalid-request');
    expect(errors).toEqual([
      {
        pointer: null,
        parameter,
        rule: 'maxItems',
        message: `${parameter} has 8001 values; no list of the contract has more than 1000`,
      },
    ]);
  });

  it('is told in one sentence for all values that are none of several kinds, and not in one a kind and a value', async () => {
    const { errors } = (await service.get(`/v1/solutions?owner=${Array.from({ length: 900 }, () => 'x').join()}`)).problem(
      'invalid-request',
    );
    expect(errors.map(({ parameter, rule }) => [parameter, rule]).sort()).toEqual([
      ['owner', 'anyOf'],
      ['owner', 'maxItems'],
      ['owner', 'uniqueItems'],
    ]);
  });

  it.each([
    [
      'an object of 20,000',
      () => Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`m${index}`, 0])),
      20_003,
      '/fact',
      20_000,
    ],
    ['a list of 2,000', () => Array<number>(2_000).fill(0), 2_003, '/fact', 2_000],
    ['lists in lists', () => ({ 'a/b': Array.from({ length: 50 }, () => Array<number>(49).fill(0)) }), 2_504, '/fact/a~1b', 50],
  ])('is one sentence, and not one a value: %s', async (_, fact, values, pointer, count) => {
    const answer = await service.post(
      `/v1/facts/${'0'.repeat(8)}-0000-4000-8000-000000000000/corrections`,
      { reason: 'x', fact: fact() },
      { 'If-Match': '"0"' },
    );
    const message = `the body has ${values} values, ${count} of them in ${pointer}; no body of the contract has more than 2000`;
    expect(answer.problem('invalid-request').errors).toEqual([{ pointer, parameter: null, rule: 'too-many-values', message }]);
  });
});

describe('a name that this service does not have', () => {
  it('is not answered for: a page elsewhere could have made a browser ask', async () => {
    const answer = await service.post(REPORTS, report('2018-05-01'), { Host: 'rebound.example.org' });
    expect(answer.status).toBe(421);
    answer.problem('misdirected-request');
  });

  it('is not answered for either beside another: who stands in between may have looked at that one', async () => {
    const socket = connect((service.server.address() as AddressInfo).port, '127.0.0.1');
    socket.end('GET /v1/solutions HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example.org\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 (421|400) /);
  });

  it.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080'])('is not %s', async (host) => {
    expect((await service.get(DIGISOS, { Host: host })).status).toBe(200);
  });
});

describe('a body that is too large', () => {
  it.each([262_145, 10_000_000])('is refused at %i bytes, with the limit', async (size) => {
    const answer = await service.post(REPORTS, `{"evidence":"${'x'.repeat(size - 15)}"}`);
    expect(answer.status).toBe(413);
    expect(answer.problem('payload-too-large')).toMatchObject({ limit: 262_144 });
  });

  it('is refused also where it does not say beforehand how large it is', async () => {
    const answer = await sentRaw(
      [`POST ${REPORTS} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', 'Transfer-Encoding: chunked'],
      `${(400_000).toString(16)}\r\n${'x'.repeat(400_000)}\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('is taken at the limit, as far as its size goes', async () => {
    const body = JSON.stringify(report('2018-05-01'));
    expect((await service.post(`${REPORTS}?dryRun=true`, body + ' '.repeat(262_144 - body.length))).status).toBe(200);
  });
});

describe('a body that ends before it was to', () => {
  it('leaves the service alive', async () => {
    const socket = await opened();
    socket.on('error', () => undefined); // it may be told off
    socket.write(`POST ${REPORTS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"effective`);
    await new Promise<void>((resolve) => socket.end(resolve));
    expect((await service.get('/v1/solutions')).status).toBe(200);
  });
});

async function opened() {
  const { port } = service.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** What the service answers to a request written by hand. */
async function sentRaw(head: readonly string[], body = ''): Promise<string> {
  const socket = await opened();
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.includes('\r\n\r\n')) resolve(text);
  });
  socket.on('close', () => {
    resolve(text);
  });
  socket.on('error', () => undefined); // the service need not read what it has refused
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return promise.finally(() => socket.destroy());
}

describe('a method', () => {
  it.each([
    ['DELETE', DIGISOS, 'GET, HEAD, OPTIONS'],
    ['PUT', DIGISOS, 'GET, HEAD, OPTIONS'],
    ['PATCH', '/v1/solutions', 'GET, HEAD, POST, OPTIONS'],
    ['GET', REPORTS, 'POST, OPTIONS'],
    ['HEAD', REPORTS, 'POST, OPTIONS'],
    ['POST', DIGISOS, 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/v1/solutions', 'GET, HEAD, POST, OPTIONS'],
  ])('%s on %s is not offered, and Allow says what is', async (method, target, allow) => {
    const answer = await service.ask(method, target);
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe(allow);
  });

  it('OPTIONS says what a resource offers, without a body', async () => {
    const answer = await service.ask('OPTIONS', '/v1/solutions');
    expect({ status: answer.status, allow: answer.headers.allow, text: answer.text }).toEqual({
      status: 204,
      allow: 'GET, HEAD, POST, OPTIONS',
      text: '',
    });
  });

  it.each([
    DIGISOS,
    `${DIGISOS}/coverage?asOf=2018-12-31`,
    '/v1/municipalities?limit=3&asOf=2018-12-31',
    '/v1/solutions/unregistered',
    '/v1/solutions?limit=x',
  ])('HEAD on %s answers with the headers of GET, and no body', async (target) => {
    const [head, get] = [await service.ask('HEAD', target), await service.get(target)];
    const { date: _1, 'request-id': _2, ...ofHead } = head.headers;
    const { date: _3, 'request-id': _4, ...ofGet } = get.headers;
    // The length of a problem counts its id, which is as long in every answer.
    expect({ status: head.status, text: head.text, headers: ofHead }).toEqual({ status: get.status, text: '', headers: ofGet });
  });
});

describe('an Idempotency-Key', () => {
  it('that was used with another body is refused', async () => {
    const keyed = { 'Idempotency-Key': 'bad-input' };
    await recorded(service.post(REPORTS, report('2018-06-01'), keyed));
    head = await service.head();
    const answer = await service.post(REPORTS, report('2018-06-02'), keyed);
    expect(answer.status).toBe(422);
    expect(answer.problem('key-reused').errors).toMatchObject([{ parameter: 'Idempotency-Key' }]);
  });
});
