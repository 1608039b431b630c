import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { event } from '../../src/domain/event.ts';
import { position } from '../../src/domain/position.ts';
import { codecOf } from '../../src/eventstore/codec.ts';

/** An event in its third version: once a text, then an amount in kroner, now in øre. */
const Paid = event('Paid', 3, z.strictObject({ ore: z.int() }), {
  1: (old) => ({ kroner: Number(old) }),
  2: (old) => ({ ore: (old as { kroner: number }).kroner * 100 }),
});
const codec = codecOf([Paid]);

const stored = (version: number, data: string, type = 'Paid') => ({ id: 'e-1', position: position(7), type, version, data });

describe('reading an event', () => {
  it.each([
    { version: 1, data: '"12"' },
    { version: 2, data: '{"kroner":12}' },
    { version: 3, data: '{"ore":1200}' },
  ])('leads version $version to the newest', ({ version, data }) => {
    expect(codec.decode(stored(version, data))).toEqual({ type: 'Paid', data: { ore: 1200 } });
  });

  it.each([
    { what: 'of an unknown type', event: stored(1, '{}', 'Refunded'), reason: 'has the unknown type Refunded' },
    { what: 'of a newer version', event: stored(4, '{}'), reason: 'is Paid version 4; this release knows up to 3' },
    { what: 'of a version that never was', event: stored(0, '{}'), reason: 'is Paid version 0, which was never written' },
    { what: 'that is not JSON', event: stored(3, '{"ore":'), reason: 'is not JSON' },
    { what: 'against its schema', event: stored(3, '{"ore":1.5}'), reason: 'is no Paid' },
    { what: 'with a member that its schema has not', event: stored(3, '{"ore":1,"by":"someone"}'), reason: 'is no Paid' },
  ])('fails on one $what, and says which and where', ({ event: damaged, reason }) => {
    expect(() => codec.decode(damaged)).toThrow(
      expect.objectContaining({
        code: 'corrupt',
        message: expect.stringContaining(`event e-1 at position 7 ${reason}`),
        details: expect.objectContaining({ position: 7, eventId: 'e-1' }) as object,
      }),
    );
  });
});

describe('writing an event', () => {
  it('gives one form to equal content, in its newest version', () => {
    const Named = event('Named', 1, z.strictObject({ nb: z.string(), en: z.string().nullable(), by: z.array(z.number()) }));
    const named = codecOf([Named]);
    const written = { version: 1, data: '{"by":[1,0.1],"en":null,"nb":"løsning\\n"}' };
    expect(named.encode({ type: 'Named', data: { nb: 'løsning\n', en: null, by: [1.0, 1e-1] } })).toMatchObject(written);
    expect(named.encode({ type: 'Named', data: { by: [1, 0.1], en: null, nb: 'løsning\n' } })).toMatchObject(written);
  });

  it.each([
    { what: 'of an unknown type', event: { type: 'Refunded', data: {} }, reason: 'Refunded is not an event' },
    { what: 'that would not be read again', event: { type: 'Paid', data: { ore: '12' } }, reason: 'not the data of Paid' },
  ])('refuses one $what', ({ event: wrong, reason }) => {
    expect(() => codec.encode(wrong)).toThrow(reason);
  });
});
