import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../src/http/app.ts';
import { eventOf, recorded, registerDigisos, report } from './sector.ts';
import { type Headers, startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
afterAll(() => service.end());

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const SENT = `00-${TRACE}-${SPAN}-01`;

let day = 0;
/** What the feed says of a report that was sent with these headers, and the id of its request. */
async function reportedWith(headers: Headers) {
  const effectiveFrom = new Date(Date.UTC(2020, 0, (day += 1))).toISOString().slice(0, 10);
  const given = await recorded(service.post('/v1/solutions/digisos/adoptions/0301/reports', report(effectiveFrom), headers));
  const feed = (await service.get('/v1/events?type=no.nsr.adoption-reported.v1&limit=1000')).as('CloudEventBatch');
  const event = feed.find(({ id }) => id === eventOf(given));
  return { requestId: String(given.headers['request-id']), traceparent: event?.traceparent };
}

describe('an event', () => {
  it('goes on with the trace of its request, with a span of ours that the request id tells', async () => {
    const { requestId, traceparent } = await reportedWith({ traceparent: SENT, tracestate: 'vendor=secret' });
    const span = requestId.replaceAll('-', '').slice(16);
    expect(traceparent).toBe(`00-${TRACE}-${span}-01`);
  });

  it('belongs to no trace where its request does not', async () => {
    expect((await reportedWith({})).traceparent).toBeUndefined();
  });

  it.each([
    ['a later version that we know no more of', `cc-${TRACE}-${SPAN}-01-what-comes-then`, '01'],
    ['flags that have no meaning yet', `00-${TRACE}-${SPAN}-ff`, '03'],
    ['one that is not sampled', `00-${TRACE}-${SPAN}-00`, '00'],
  ])('goes on with %s, as the version that we know', async (_, sent, flags) => {
    expect((await reportedWith({ traceparent: sent })).traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-${flags}$`));
  });

  it.each([
    ['nothing', ''],
    ['something else', 'trace me'],
    ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['the forbidden version', `ff-${TRACE}-${SPAN}-01`],
    ['more than version 00 has', `00-${TRACE}-${SPAN}-01-more`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['too few digits', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['something behind a later version', `cc-${TRACE}-${SPAN}-01.more`],
    ['two of them', [SENT, SENT]],
  ])('is recorded all the same where the header has %s, as if it were not there', async (_, sent) => {
    expect((await reportedWith({ traceparent: sent })).traceparent).toBeUndefined();
  });
});

describe('the log of the service', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const app = createApp({ registry: service.registry, logger, validateResponses: true });
  const logged = async (headers: Readonly<Record<string, string>>) => {
    const answer = await request(app).get('/v1/solutions/digisos').set(headers);
    return { requestId: answer.get('Request-Id') ?? '', line: lines.at(-1) ?? {} };
  };

  it('names the trace and our span in the line of a request', async () => {
    const { requestId, line } = await logged({ traceparent: SENT, tracestate: 'vendor=secret' });
    expect(line).toMatchObject({ trace_id: TRACE, span_id: requestId.replaceAll('-', '').slice(16), trace_flags: '01' });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('names none where the request has none', async () => {
    expect(Object.keys((await logged({})).line).filter((name) => /trace|span/.test(name))).toEqual([]);
  });
});
