import { type About, aboutOf } from '../../domain/about.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Recorded } from '../../registry/recorded.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import { PUBLIC_EVENTS } from './public-events.ts';

/** What is the same in every event: the feed that it comes from. */
const SOURCE = '/v1/events';

/**
 * An event of the log as a CloudEvent 1.0.
 * @param origin where the contract is served, since `dataschema` must be absolute
 */
export function cloudEvent(registry: Registry, event: Recorded, origin: string): Schemas['CloudEvent'] {
  const { type, schema, data } = PUBLIC_EVENTS[event.type];
  const { consumer, supplier, recordedAt, traceparent } = event.metadata;
  const about = aboutOf(event);
  const envelope = {
    specversion: '1.0',
    id: event.id,
    source: SOURCE,
    type,
    subject: subjectOf(about),
    time: recordedAt,
    datacontenttype: 'application/json',
    dataschema: `${origin}/openapi.json#/components/schemas/${schema}`,
    position: printPosition(registry, event.position),
    consumer,
    ...(supplier === null ? {} : { supplier }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...('solutionId' in about ? { solutionid: about.solutionId } : {}),
    ...('municipalityNumber' in about ? { municipalitynumber: about.municipalityNumber } : {}),
  };
  // That type and data belong together was checked where they stand.
  return { ...envelope, data: data(event as never) } as Schemas['CloudEvent'];
}

/** The path under /v1 of what an event is about. */
function subjectOf(about: About): string {
  switch (about.kind) {
    case 'organisation':
      return `organisations/${about.organisationNumber}`;
    case 'programme':
      return `programmes/${about.programmeId}`;
    case 'solution':
      return `solutions/${about.solutionId}`;
    case 'adoption':
      return `solutions/${about.solutionId}/adoptions/${about.municipalityNumber}`;
    case 'county':
      return `counties/${about.countyNumber}`;
    case 'municipality':
      return `municipalities/${about.municipalityNumber}`;
  }
}
