import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { AdoptionReported, SOURCES } from '../../src/domain/adoption/events.ts';
import { STAGES } from '../../src/domain/adoption/stage.ts';
import { canonical } from '../../src/eventstore/canonical.ts';
import { reportInCanonicalForm } from '../../src/eventstore/canonical-report.ts';
import { codec } from '../../src/eventstore/codec.ts';
import { hashAfter } from '../../src/eventstore/hash.ts';
import { decodeMetadata, metadata, metadataText, provenance, said } from '../../src/eventstore/metadata.ts';

/** What the schema makes of a text; undefined where it refuses it. */
const bySchema = (schema: { safeParse(value: unknown): { success: boolean; data?: unknown } }, text: string): unknown => {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const within = (text: string) => fc.constantFrom(...Array.from(text));
const word = fc.string({ unit: within('abcxyz0189'), minLength: 1, maxLength: 30 });
const slug = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('-'));
const digits = (count: number) => fc.string({ unit: within('0123456789'), minLength: count, maxLength: count });
const date = fc.oneof(
  { arbitrary: fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)), weight: 9 }, // prettier-ignore
  { arbitrary: fc.constantFrom('2023-02-29', '2024-02-29', '1900-02-29', '1899-12-31', '2101-01-01', '2024-13-01', '2024-04-31', '2024-00-10'), weight: 1 }, // prettier-ignore
);
const evidence = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: within('sak 2023/ærlig-talt ØÅ"\\\u0001\n\u2028é€😀') }),
  fc.constantFrom(' ', '', 'x'.repeat(500), 'x'.repeat(501), '\u200b', '\ud800'),
);

const report = fc.record({
  solutionId: slug,
  municipalityNumber: digits(4),
  capability: fc.option(slug),
  effectiveFrom: date,
  stage: fc.constantFrom(...STAGES),
  source: fc.constantFrom(...SOURCES),
  evidence: fc.option(evidence),
  confirmedAt: date,
});

const consumer = fc.oneof(digits(9), fc.string({ unit: 'grapheme' }));
const hex = (count: number) => fc.string({ unit: within('0123456789abcdef'), minLength: count, maxLength: count });
const traceparent = fc.oneof(
  fc.tuple(hex(32), hex(16), hex(2)).map((parts) => ['00', ...parts].join('-')),
  fc.constantFrom('', '00-0', `01-${'a'.repeat(32)}-${'b'.repeat(16)}-01`),
);
const members = {
  consumer,
  supplier: fc.option(consumer),
  correlationId: fc.oneof(fc.uuid(), evidence),
  causationId: fc.option(fc.uuid()),
  fingerprint: hex(64),
  attempt: fc.uuid(),
  recordedAt: fc.constantFrom('2024-01-01T12:00:00.000Z', '2024-01-01T12:00:00.000001Z', '2024-01-01T12:00:00Z', 'yesterday'),
  hash: fc.oneof({ arbitrary: hex(64), weight: 5 }, { arbitrary: hex(63), weight: 1 }),
};
const beside = fc.record({ ...members, traceparent }, { requiredKeys: Object.keys(members) as (keyof typeof members)[] });

/** Without the members that canonical JSON leaves out. */
const written = (data: object): object => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

/** An object, and others with a member that is another, or that is one too many. */
const altered = (objects: fc.Arbitrary<object>) =>
  fc.oneof(
    objects,
    fc
      .tuple(
        objects,
        fc.nat(),
        fc.constantFrom('other', undefined),
        fc.constantFrom<unknown>(undefined, null, '', ' ', 7, NaN, ['a'], 'x', true),
      )
      .map(([object, at, name, value]) => ({ ...object, [name ?? Object.keys(object)[at % Object.keys(object).length] ?? '']: value })),
  );

/** A text with one place of it spoilt: a character put in, taken out or replaced, or a member written twice. */
const spoilt = (texts: fc.Arbitrary<string>) =>
  fc
    .tuple(
      texts,
      fc.nat(),
      fc.constantFrom('', '"', '\\', '}', ' ', '\n', '\u0000', '0', 'x', 'Z', ',', 'æ', '\u2028', '","a":"'),
      fc.nat({ max: 2 }),
    )
    .map(([text, place, put, removed]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + removed);
    });

/** Canonical JSON of content, right or wrong, and of what a slip of a byte makes of it. */
const texts = (content: fc.Arbitrary<object>) => {
  const written = content.map((value) => JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))));
  return fc.oneof(written, spoilt(written));
};

/** Names that come before letters, that JavaScript puts first whatever their order, and that it takes for something else. */
const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('10', '9', '', 'B', 'b', 'a', '__proto__', 'toJSON', 'é', '😀'));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(null, true, -0, 1e21, 0.1), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: 'binary' }), fc.array(tie('value')), fc.dictionary(name, fc.oneof(tie('value'), fc.constant(undefined)))),
})); // prettier-ignore

describe('the canonical form', () => {
  it('is that of RFC 8785 for any value, whatever its members are called', () => {
    const byThePackage = canonicalize as unknown as (value: unknown) => string;
    fc.assert(
      fc.property(value, (any) => {
        expect(canonical(any)).toBe(byThePackage(any));
      }),
      { numRuns: 10_000 },
    );
  });

  it('has a day as its text, and no form for what JSON cannot say', () => {
    expect(canonical({ b: new Date(0), a: 1 })).toBe('{"a":1,"b":"1970-01-01T00:00:00.000Z"}');
    for (const none of [undefined, NaN, [Infinity]]) expect(() => canonical(none)).toThrow();
  });
});

describe('a report read by its canonical form', () => {
  it('is what the schema makes of it, or left to the schema', () => {
    fc.assert(
      fc.property(texts(report), (text) => {
        const read = reportInCanonicalForm(text);
        if (read !== undefined) expect(JSON.stringify(read)).toBe(JSON.stringify(bySchema(AdoptionReported.data, text)));
      }),
      { numRuns: 20_000 },
    );
  });

  it('needs no schema as our log writes it: nearly all are read so', () => {
    const written = {
      solutionId: 'digital-samhandling', municipalityNumber: '0301', capability: 'booking', effectiveFrom: '2024-02-29', stage: 'in-use',
      source: 'municipality', evidence: 'sak 2023/418, ærlig talt', confirmedAt: '2024-01-01',
    }; // prettier-ignore
    expect(reportInCanonicalForm(canonical(written))).toEqual(written);
    expect(reportInCanonicalForm(canonical({ ...written, capability: null, evidence: null }))).toMatchObject({ evidence: null });
  });

  it.each([
    { what: 'a day that is none', change: { effectiveFrom: '2023-02-29' } },
    { what: 'evidence that nobody can read', change: { evidence: '  ' } },
    { what: 'evidence that is too long', change: { evidence: 'x'.repeat(501) } },
    { what: 'a stage that is none', change: { stage: 'used' } },
    { what: 'a member that it has not', change: { by: 'someone' } },
  ])('does not let $what pass', ({ change }) => {
    const written = { solutionId: 'digisos', municipalityNumber: '0301', capability: null, effectiveFrom: '2024-01-01', stage: 'in-use', source: 'municipality', evidence: null, confirmedAt: '2024-01-01' }; // prettier-ignore
    expect(reportInCanonicalForm(canonical({ ...written, ...change }))).toBeUndefined();
  });
});

describe('a report that is recorded', () => {
  it('is what the schema makes of it, and refused where the schema refuses it', () => {
    fc.assert(
      fc.property(altered(report), (data) => {
        const due = AdoptionReported.data.safeParse(data);
        const recorded = () => codec.encode({ type: 'AdoptionReported', data });
        if (due.success) {
          const { data: text, event } = recorded();
          expect(text).toBe(canonical(due.data));
          expect(event).toEqual({ type: 'AdoptionReported', data: due.data });
        } else if (!AdoptionReported.data.safeParse(written(data)).success) expect(recorded).toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the hash of an event', () => {
  it('is the SHA-256 of the hash before it and of its canonical form, however long it is', () => {
    const text = fc.oneof(evidence, fc.integer({ min: 1, max: 20_000 }).map((length) => 'aø€😀'.repeat(length))); // prettier-ignore
    fc.assert(
      fc.property(beside, text, fc.option(hex(64)), ({ hash: _, ...said }, evidence, previous) => {
        const whole = { stream: 'nsr.s', revision: 3, id: evidence.slice(0, 40), type: 'T', version: 2, metadata: said };
        const bytes = Buffer.from(canonical({ ...whole, data: { evidence } }));
        const due = createHash('sha256').update(Buffer.from(previous ?? '00'.repeat(32), 'hex')).update(bytes).digest('hex'); // prettier-ignore
        expect(hashAfter(previous, { ...whole, data: canonical({ evidence }) } as Parameters<typeof hashAfter>[1])).toBe(due);
      }),
      { numRuns: 300 },
    );
  });
});

describe('metadata', () => {
  it('are taken as the schema takes them before they are stamped, and refused where it refuses them', () => {
    const { recordedAt: _, hash: __, ...ofCaller } = members;
    const whole = fc.record({ ...ofCaller, traceparent }, { requiredKeys: Object.keys(ofCaller) as (keyof typeof ofCaller)[] });
    fc.assert(
      fc.property(altered(whole), (candidate) => {
        const due = provenance.safeParse(candidate);
        const taken = () => said(candidate as Parameters<typeof said>[0]);
        if (due.success) expect(taken().provenance).toEqual(due.data);
        else expect(taken).toThrow();
      }),
      { numRuns: 20_000 },
    );
  });

  it('are written in the canonical form, with their hash and without', () => {
    fc.assert(
      fc.property(beside, (said) => {
        expect(metadataText(said)).toBe(canonical(said));
        expect(metadataText({ ...said, hash: undefined })).toBe(canonical({ ...said, hash: undefined }));
      }),
    );
  });

  it('are what the schema makes of them, and refused where the schema refuses them', () => {
    fc.assert(
      fc.property(texts(beside), (text) => {
        const expected = bySchema(metadata, text);
        const read = (): unknown => {
          try {
            return decodeMetadata(text);
          } catch {
            return undefined;
          }
        };
        expect(JSON.stringify(read())).toBe(JSON.stringify(expected));
      }),
      { numRuns: 20_000 },
    );
  });
});
