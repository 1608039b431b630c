import type { IncomingMessage } from 'node:http';
import { requestIdOf } from './request-id.ts';

/** The trace that a request belongs to, and the span that it is here, under the names that OpenTelemetry gives them in logs. */
export interface Trace {
  /** 32 hex digits, the caller's. */
  readonly trace_id: string;
  /** 16 hex digits, our own. */
  readonly span_id: string;
  /** Two hex digits: sampled (1), random id (2). */
  readonly trace_flags: string;
}

/** Version, trace, the caller's span, flags; behind them what a later version may add (W3C Trace Context, 3.2.2). */
const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const ZERO = /^0+$/;

/** The flags that the specification gives a meaning; all others are set to zero. */
const KNOWN_FLAGS = 0x03;

/**
 * The trace in which a request was sent (W3C Trace Context, Level 2). None is begun here: without a caller's, the request id does.
 * The span is the second half of the request id, whose first bit is always set, so that it is never the forbidden zero.
 * @returns undefined where no traceparent was sent, or one that the specification has us ignore: malformed, or more than one
 */
export function traceOf(request: IncomingMessage): Trace | undefined {
  const sent = request.headers['traceparent'];
  if (typeof sent !== 'string') return undefined;
  const [, version, traceId, parentId, flags, more] = FORM.exec(sent) ?? [];
  if (version === undefined || traceId === undefined || parentId === undefined || flags === undefined) return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined) || ZERO.test(traceId) || ZERO.test(parentId)) return undefined;
  return {
    trace_id: traceId,
    span_id: requestIdOf(request).replaceAll('-', '').slice(16),
    trace_flags: (Number.parseInt(flags, 16) & KNOWN_FLAGS).toString(16).padStart(2, '0'),
  };
}

/** The traceparent for what comes of a request: the caller's trace, with our span as the parent. */
export function traceparentOf(request: IncomingMessage): string | undefined {
  const trace = traceOf(request);
  return trace && `00-${trace.trace_id}-${trace.span_id}-${trace.trace_flags}`;
}
