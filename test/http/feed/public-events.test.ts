import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { position } from '../../../src/domain/position.ts';
import { codec } from '../../../src/eventstore/codec.ts';
import type { Stored } from '../../../src/eventstore/port.ts';
import { cloudEvent } from '../../../src/http/feed/cloud-event.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { breachesOf, contract, type Node, resolved, schemaNamed } from '../contract.ts';

const folder = new URL('../../golden/events/', import.meta.url);
const files = readdirSync(folder).sort();
const ORIGIN = 'http://registry.example';
const registry = { store: { logId: '7f3c1d52-8a34-4b6e-9c01-5d2f7c1ea8b0' } } as Registry;

/** An event of every version ever written, as the feed shows it. */
function shown(file: string, metadata: object = {}) {
  const { stored } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { stored: Omit<Stored, 'position'> };
  const { id, stream, revision } = stored;
  const event = codec.decode({ ...stored, position: position(1) });
  const recorded = { ...event, id, stream, revision, position: position(1), metadata: { ...stored.metadata, ...metadata } };
  return { stored, event: cloudEvent(registry, recorded, ORIGIN) };
}

const TYPES = resolved(schemaNamed('EventType'))['enum'] as string[];
const envelopes = (resolved(schemaNamed('CloudEvent'))['anyOf'] as Node[]).map(resolved);

describe('an event of the log', () => {
  it.each(files)('is shown as the contract has it: %s', (file) => {
    expect(breachesOf(schemaNamed('CloudEvent'), shown(file).event)).toEqual([]);
  });

  it.each(files)('points to the schema of its data, and fits it: %s', (file) => {
    const { event } = shown(file);
    const [address = '', pointer = ''] = event.dataschema.split('#');
    expect(address).toBe(`${ORIGIN}/openapi.json`);
    expect(breachesOf({ $ref: `#${pointer}` }, event.data)).toEqual([]);
    const envelope = envelopes.find((one) => (one['properties'] as Record<string, Node>)['type']?.['const'] === event.type);
    expect((envelope?.['properties'] as Record<string, Node>)['data']?.['$ref']).toBe(`#${pointer}`);
  });

  it.each(files)('has attributes that CloudEvents 1.0 allows: %s', (file) => {
    const { event } = shown(file, { supplier: '889640782' });
    for (const [name, value] of Object.entries(event)) {
      expect(name).toMatch(/^[a-z0-9]{1,20}$/);
      if (name !== 'data') expect(typeof value).toBe('string');
    }
  });

  it.each(files)('keeps its id, its time and who recorded it, and nothing of how it is stored: %s', (file) => {
    const { stored, event } = shown(file);
    expect([event.id, event.time, event.consumer]).toEqual([stored.id, stored.metadata.recordedAt, stored.metadata.consumer]);
    expect(event.supplier ?? null).toBe(stored.metadata.supplier);
    for (const inside of [stored.metadata.hash, stored.metadata.fingerprint, stored.metadata.attempt, stored.stream])
      expect(JSON.stringify(event)).not.toContain(inside);
  });

  it('names the supplier that acted for who recorded it', () => {
    expect(shown('CostUpdated.v1.json', { supplier: '889640782' }).event.supplier).toBe('889640782');
  });

  it.each([
    ['OrganisationRegistered.v1.json', 'organisations/'],
    ['ProgrammeRegistered.v1.json', 'programmes/'],
    ['SolutionFactAnnulled.v1.json', 'solutions/'],
    ['AdoptionReportAnnulled.v1.json', 'solutions/'],
    ['CountyEnded.v1.json', 'counties/'],
    ['MunicipalitiesMerged.v1.json', 'municipalities/1103'],
  ])('has what it is about as its subject: %s', (file, subject) => {
    expect(shown(file).event.subject.startsWith(subject)).toBe(true);
  });

  it('that annuls a report says whose it was, although what is stored names only the fact', () => {
    const { event } = shown('AdoptionReportAnnulled.v1.json');
    expect(event).toMatchObject({
      solutionid: expect.stringMatching(/./),
      municipalitynumber: expect.stringMatching(/^\d{4}$/),
      data: { solutionId: event.solutionid, municipalityNumber: event.municipalitynumber },
    });
  });

  it('that corrects says what kind of event its content is of', () => {
    expect(shown('SolutionFactCorrected.v1.json').event.data).toMatchObject({ factType: 'no.nsr.supplier-assigned.v1' });
    expect(TYPES).toContain((shown('RegisterFactCorrected.v1.json').event.data as { factType: string }).factType);
  });
});

describe('the public types', () => {
  it('are those that the contract names, each of one stored event', () => {
    expect([...new Set(files.map((file) => shown(file).event.type))].sort()).toEqual([...TYPES].sort());
    expect(new Set(files.map((file) => file.replace(/\.v\d+\.json$/, ''))).size).toBe(TYPES.length);
  });

  it('are those that the contract has an event for', () => {
    const constants = envelopes.map((one) => (one['properties'] as Record<string, Node>)['type']?.['const']);
    expect(constants).toEqual(TYPES);
  });

  it('stand in the contract by the names that dataschema uses', () => {
    const names = Object.keys((contract['components'] as Record<string, object>)['schemas'] ?? {});
    expect(names).toEqual(expect.arrayContaining(files.map((file) => shown(file).event.dataschema.split('/').at(-1))));
  });
});
