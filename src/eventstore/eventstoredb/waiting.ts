import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from './faults.ts';

const noAnswer = (milliseconds: number): Error => new NoAnswer(`no answer in ${milliseconds} ms`);

/** The answer, unless none comes in time. What comes later is nobody's. @throws NoAnswer, or what is thrown in its place */
export async function within<Result>(milliseconds: number, answer: Promise<Result>, late = noAnswer): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => { reject(late(milliseconds)); }, milliseconds); // prettier-ignore
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, or less where the signal aborts; it resolves either way. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
