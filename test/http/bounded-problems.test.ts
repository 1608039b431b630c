import { afterAll, describe, expect, it } from '@jest/globals';
import { recorded, registerDigisos, report } from './sector.ts';
import { type Answer, type Schemas, startService } from './service.ts';

const service = await startService({ register: true });
await registerDigisos(service);
await recorded(service.post('/v1/solutions/digisos/adoptions/0301/reports', report('2018-04-23')));
afterAll(() => service.end());

const REPORTS = '/v1/solutions/digisos/adoptions/0301/reports';
const CORRECTIONS = `/v1/facts/${'0'.repeat(8)}-0000-4000-8000-000000000000/corrections`;
const long = (length: number) => 'x'.repeat(length);
/** Lists in objects in objects, each under a long name. */
const nested = (levels: number): unknown => (levels === 0 ? Array<number>(2_100).fill(0) : { [long(900)]: nested(levels - 1) });

/** Every answer is held against the contract, which bounds the texts of a problem, before a test sees it. */
describe('a problem that repeats what was sent stays within the bounds of the contract', () => {
  it.each<[string, Schemas['ProblemCode'], () => Promise<Answer>]>([
    ['a path', 'not-found', () => service.get(`/v1/${long(7_000)}`)],
    ['a media type', 'unsupported-media-type', () => service.post(REPORTS, '{}', { 'Content-Type': `text/${long(9_000)}` })],
    ['what is accepted', 'not-acceptable', () => service.get('/v1/solutions', { Accept: `text/${long(9_000)}` })],
    ['a member that stands twice', 'malformed-json', () => service.post(REPORTS, `{"${long(99_000)}":1,"${long(99_000)}":2}`)],
    ['where a body has its values', 'invalid-request', () => service.post(CORRECTIONS, { reason: 'x', fact: nested(12) }, { 'If-Match': '"0"' })],
  ])('%s', async (_what, code, ask) => {
    const { detail, errors } = (await ask()).problem(code);
    expect(detail.length).toBeLessThanOrEqual(2_000);
    for (const { message, pointer } of errors) expect(Math.max(message.length, pointer?.length ?? 0)).toBeLessThanOrEqual(2_000);
  }); // prettier-ignore
});
