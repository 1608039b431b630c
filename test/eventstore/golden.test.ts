import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { domainEvents } from '../../src/domain/events.ts';
import type { DomainEvent } from '../../src/domain/events.ts';
import { START } from '../../src/domain/position.ts';
import { canonical } from '../../src/eventstore/canonical.ts';
import { codec } from '../../src/eventstore/codec.ts';
import { hashAfter } from '../../src/eventstore/hash.ts';
import { decodeMetadata, metadata } from '../../src/eventstore/metadata.ts';
import type { Stored } from '../../src/eventstore/port.ts';

/**
 * An event of one version as it was once written, first in its stream, and what it reads as today. `stored` is never
 * edited: a new version of an event gets a file of its own, and may change the `event` of the older ones.
 */
interface Golden {
  readonly event: DomainEvent;
  readonly stored: Omit<Stored, 'position'>;
}

const folder = new URL('../golden/events/', import.meta.url);
const files = readdirSync(folder).sort();
const golden = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden;

describe('an event that was ever written', () => {
  it.each(files)('is read as what it says: %s', (file) => {
    const { event, stored } = golden(file);
    expect(codec.decode({ ...stored, position: START })).toEqual(event);
    expect(metadata.parse(stored.metadata)).toEqual(stored.metadata);
    expect(file).toBe(`${stored.type}.v${stored.version}.json`);
  });

  it.each(files)('has the hash that it was written with: %s', (file) => {
    const { stored } = golden(file);
    expect(hashAfter(null, stored)).toBe(stored.metadata.hash);
  });

  it.each(domainEvents.map(({ type, version }) => ({ type, version })))(
    'is still written in the same bytes: $type',
    ({ type, version }) => {
      const { event, stored } = golden(`${type}.v${version}.json`);
      expect(codec.encode(event)).toMatchObject({ version, data: stored.data });
    },
  );

  it('is here, in every version that exists, and in no other', () => {
    const versions = domainEvents.flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, index) => `${type}.v${index + 1}.json`),
    );
    expect(files).toEqual(versions.sort());
  });
});

const metadataFolder = new URL('../golden/metadata/', import.meta.url);

/** Metadata have no version: members are added, each optional. An event of every form that was ever written, never edited. */
describe('metadata that were ever written', () => {
  it.each(readdirSync(metadataFolder).sort())('are read as they stand, with the hash that they were written with: %s', (file) => {
    const { stored } = JSON.parse(readFileSync(new URL(file, metadataFolder), 'utf8')) as Golden;
    expect(decodeMetadata(canonical(stored.metadata))).toStrictEqual(stored.metadata);
    expect(metadata.parse(stored.metadata)).toStrictEqual(stored.metadata);
    expect(hashAfter(null, stored)).toBe(stored.metadata.hash);
  });
});
