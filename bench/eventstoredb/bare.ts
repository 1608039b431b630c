import { randomUUID } from 'node:crypto';
import { type EventStoreDBClient, jsonEvent, NO_STREAM, type AppendToStreamOptions } from '@eventstore/db-client';

/** What an append of ours has on the server: data and metadata of a report. */
const data = {
  solutionId: 'solution-0001',
  municipalityNumber: '0301',
  capability: null,
  effectiveFrom: '2020-01-01',
  stage: 'in-use',
  source: 'municipality',
  evidence: 'sak 2020/1234',
  confirmedAt: '2020-01-01',
};
const metadata = {
  consumer: '994598759',
  supplier: null,
  correlationId: randomUUID(),
  causationId: null,
  fingerprint: 'a'.repeat(64),
  attempt: randomUUID(),
  recordedAt: '2026-01-01T00:00:00.000000Z',
  hash: 'b'.repeat(64),
  version: 1,
};

/** Appends one event after the other to a stream of its own, at exact revisions. */
export function bareAppends(client: EventStoreDBClient, options: AppendToStreamOptions): () => Promise<void> {
  const stream = `bench-bare-${randomUUID()}`;
  let expectedRevision: bigint | typeof NO_STREAM = NO_STREAM;
  return async () => {
    const event = jsonEvent({ id: randomUUID(), type: 'AdoptionReported', data, metadata });
    const { nextExpectedRevision } = await client.appendToStream(stream, event, { ...options, expectedRevision });
    expectedRevision = nextExpectedRevision;
  };
}

/** With credentials of its own, an append has a call of its own; without, all share one stream of the client. */
export const OWN_CALL: AppendToStreamOptions = { credentials: { username: 'nobody', password: 'none' }, requiresLeader: true };
