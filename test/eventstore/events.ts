import { randomUUID } from 'node:crypto';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { MunicipalityNumber } from '../../src/domain/municipality/number.ts';
import type { Slug } from '../../src/domain/names.ts';
import type { Stage } from '../../src/domain/adoption/stage.ts';
import { type NewEvent, NO_STREAM, type Provenance, type Stored } from '../../src/eventstore/port.ts';
import { hashAfter } from '../../src/eventstore/hash.ts';
import { canonical } from '../../src/eventstore/canonical.ts';
import type { Position } from '../../src/domain/position.ts';

const NORSK_HELSENETT = '994598759';

export const provenance = (): Provenance => ({
  consumer: NORSK_HELSENETT,
  supplier: null,
  correlationId: 'req-1',
  causationId: null,
  fingerprint: 'f'.repeat(64),
  attempt: randomUUID(),
});

/** A municipality's report, with an id of its own. */
export const reported = (stage: Stage = 'in-use', municipality = '0301'): NewEvent => ({
  type: 'AdoptionReported',
  id: randomUUID(),
  metadata: provenance(),
  data: {
    solutionId: 'digisos' as Slug,
    municipalityNumber: municipality as MunicipalityNumber,
    capability: null,
    effectiveFrom: '2024-01-01' as CivilDate,
    stage,
    source: 'municipality',
    evidence: 'sak 2023/418, ærlig talt',
    confirmedAt: '2024-01-01' as CivilDate,
  },
});

export const reports = (count: number): NewEvent[] => Array.from({ length: count }, () => reported());

/** An event whose text has this many bytes, 4000 at most. */
export const described = (bytes: number): NewEvent => ({
  type: 'DescriptionChanged',
  id: randomUUID(),
  metadata: provenance(),
  data: {
    solutionId: 'digisos' as Slug,
    effectiveFrom: '2024-01-01' as CivilDate,
    names: { nb: 'Digisos', nn: null, en: null },
    description: 'x'.repeat(bytes),
    programmeId: null,
    capabilities: [],
    confirmationMonths: null,
  },
});

/** A stream that no other test writes to. */
export const newStream = (): string => `nsr.adoption-digisos.${randomUUID()}`;

/** A whole stream as a log would store it: three reports a second apart, the hashes chained. */
export function storedStream(stream = newStream(), stages: readonly Stage[] = ['planned', 'introducing', 'in-use']): Stored[] {
  let hash: string | null = null;
  return stages.map((stage, index) => {
    const { id, type, data, metadata } = reported(stage);
    const recordedAt = new Date(Date.UTC(2024, 0, 1, 12, 0, index)).toISOString();
    const unchained = { stream, revision: NO_STREAM + 1 + index, id, type, version: 1, data: canonical(data) };
    hash = hashAfter(hash, { ...unchained, metadata: { ...metadata, recordedAt } });
    return { ...unchained, position: (index + 1) as Position, metadata: { ...metadata, recordedAt, hash } };
  });
}
