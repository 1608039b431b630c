import { millisecondsOf } from '../../domain/instant.ts';
import { osloDate } from '../../domain/civil-date.ts';
import type { DomainEvent } from '../../domain/events.ts';
import type { Command } from '../../registry/command.ts';
import { fingerprint } from '../../registry/event-ids.ts';
import { momentAt, momentNow, type ResolvedMoment } from '../../registry/moments.ts';
import type { Outcome } from '../../registry/outcome.ts';
import type { Registry } from '../../registry/registry.ts';
import type { CommandRequest } from '../../registry/request.ts';
import type { Received } from '../contract/handlers.ts';
import { revisionOf } from '../dispatch/conditional.ts';
import { outcomeUnknown } from '../problems/from-fault.ts';
import { rejectionProblem } from '../problems/from-rejection.ts';
import { Problem } from '../problems/problem.ts';
import { shown } from '../views/moment.ts';

/** The parts of a POST that a command is made of. */
export interface Write {
  readonly query: { readonly dryRun: boolean };
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly body: unknown;
  readonly received: Received;
}

type Settled<State> = Extract<Outcome<State>, { kind: 'recorded' | 'unchanged' | 'dry-run' }>;

/**
 * Executes a command and answers with the representation of what it is about, as it stands then: 201 where it is recorded,
 * 200 where nothing was. A repeated key gets the answer of the first time.
 * @param location where what is recorded can be read, given its event id
 * @param view the representation from the state of the stream
 */
export async function record<State, Event extends DomainEvent, View extends object>(
  registry: Registry,
  { query, headers, body, received }: Write,
  command: Command<State, Event>,
  location: (eventId: string) => string,
  view: (state: State, moment: ResolvedMoment) => View,
) {
  const ifMatch = headers['If-Match'];
  const key = headers['Idempotency-Key'];
  const request: CommandRequest = {
    consumer: received.consumer,
    supplier: received.supplier,
    requestId: received.requestId,
    arrivedAt: received.arrivedAt,
    fingerprint: fingerprint(body ?? null),
    key: key === undefined ? null : { method: received.method, path: received.path, key },
    expectedRevision: ifMatch === undefined ? null : revisionOf(ifMatch),
    dryRun: query.dryRun,
    ...(received.traceparent === undefined ? {} : { traceparent: received.traceparent }),
  };
  const outcome = settled(await registry.execute(command, request));
  const today = osloDate(received.arrivedAt);
  if (outcome.kind !== 'recorded') {
    const moment = momentNow(registry, today);
    const { eventId, revision } = outcome;
    return { status: 200 as const, revision, body: { ...view(outcome.state, moment), ...shown(moment), eventId, dryRun: request.dryRun } };
  }
  const { state, revision, position, recordedAt, eventId, folded } = outcome;
  const recorded = answering(() => {
    // Of several processes another may have stamped an event before it later: what is known at its position is known from then on.
    const moment = momentAt(registry, osloDate(millisecondsOf(recordedAt)), position, folded ? undefined : recordedAt);
    return { ...view(state, moment), ...shown(moment) };
  });
  return { status: 201 as const, revision, position, folded, location: location(eventId), body: { ...recorded, eventId, dryRun: false } };
}

/** A fact stands, and only the answer fails. */
function answering<View>(view: () => View): View {
  try {
    return view();
  } catch (cause) {
    throw outcomeUnknown(cause);
  }
}

/** @throws Problem for whatever kept the command from being recorded */
function settled<State>(outcome: Outcome<State>): Settled<State> {
  switch (outcome.kind) {
    case 'recorded':
    case 'unchanged':
    case 'dry-run':
      return outcome;
    case 'rejected':
      throw rejectionProblem(outcome.rejections);
    case 'stale': {
      const { expected, actual } = outcome;
      throw new Problem('stale-revision', `If-Match names revision ${expected}, but ${actual} stands; read it again`, {
        members: { expected, actual },
      });
    }
    case 'revision-required':
      throw new Problem('precondition-required', 'this replaces what stands: send the ETag that you saw in If-Match', {
        errors: [{ pointer: null, parameter: 'If-Match', rule: 'required', message: 'If-Match is required' }],
      });
    case 'key-reused':
      throw new Problem('key-reused', 'this Idempotency-Key stands for another body; choose a new key', {
        errors: [{ pointer: null, parameter: 'Idempotency-Key', rule: 'key-reused', message: 'the key was used with another body' }],
      });
    case 'in-progress':
      throw new Problem('request-in-progress', 'another request with this Idempotency-Key is under way', {
        headers: { 'retry-after': '1' },
      });
  }
}
