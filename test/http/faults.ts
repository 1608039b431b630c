import { StoreError } from '../../src/eventstore/errors.ts';
import type { EventStore } from '../../src/eventstore/port.ts';

/** What is wrong with a log while a test wants it so; nothing at first. */
export interface Ailment {
  /** What an append meets. */
  append?: () => Promise<void>;
  /** What whoever asks for the head meets. */
  head?: () => Promise<void>;
  /** What whoever follows the log is given. */
  subscribe?: () => ReturnType<EventStore['subscribe']>;
  /** What whoever reads events by position meets. */
  readAt?: () => void;
}

/** A log that does what an ailment says, and otherwise what the real one does. */
export const ailing =
  (ailment: Ailment) =>
  (store: EventStore): EventStore =>
    new Proxy(store, {
      get(target, name) {
        if (name === 'append')
          return async (...args: Parameters<EventStore['append']>) => {
            await ailment.append?.();
            return target.append(...args);
          };
        if (name === 'head')
          return async () => {
            await ailment.head?.();
            return target.head();
          };
        if (name === 'subscribe' && ailment.subscribe !== undefined) return ailment.subscribe;
        if (name === 'readAt')
          return (...args: Parameters<EventStore['readAt']>) => {
            ailment.readAt?.();
            return target.readAt(...args);
          };
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });

export const unavailable = (): Promise<never> => Promise.reject(new StoreError('unavailable', { reason: 'a test took it away' }));
export const full = (): Promise<never> => Promise.reject(new StoreError('storage-full', { reason: 'a test filled it' }));
export const outcomeUnknown = (): Promise<never> => Promise.reject(new StoreError('outcome-unknown', { reason: 'a test kept it back' }));
/** A fault that nobody foresaw, with something in it that must not be shown. */
export const SECRET = 'disk /var/lib/registry on fire';
export const unforeseen = (): Promise<never> => Promise.reject(new Error(SECRET));

/** A subscription that ends with a fault at once. */
export const broken = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('a test broke the subscription')) }),
});
