import type { Instant } from '../domain/instant.ts';
import type { Position } from '../domain/position.ts';
import type { Rejection } from '../domain/rejection.ts';

/** What became of a command. `state` is that of its stream, with everything that was recorded. */
export type Outcome<State> =
  | {
      readonly kind: 'recorded';
      readonly eventId: string;
      readonly state: State;
      readonly revision: number;
      readonly position: Position;
      /** The instant at which the log took it. */
      readonly recordedAt: Instant;
      /** Whether this process's read models have it. */
      readonly folded: boolean;
    }
  /** It stands already: nothing was recorded. */
  | { readonly kind: 'unchanged'; readonly eventId: string; readonly state: State; readonly revision: number }
  /** The state as it would be. Nothing has the event id that it would get. */
  | { readonly kind: 'dry-run'; readonly eventId: null; readonly state: State; readonly revision: number }
  | { readonly kind: 'rejected'; readonly rejections: readonly [Rejection, ...Rejection[]] }
  /** The caller saw another revision. */
  | { readonly kind: 'stale'; readonly expected: number; readonly actual: number }
  /** It replaces what stands, and the caller did not say which revision it saw. */
  | { readonly kind: 'revision-required' }
  /** The key was used before, with another body. */
  | { readonly kind: 'key-reused' }
  /** Another request with this key is under way. */
  | { readonly kind: 'in-progress' };
