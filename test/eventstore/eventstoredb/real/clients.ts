import { ask, type Answered } from '../../../cli/process.ts';

/** One thing to record, with the key that makes it the same thing however often it is sent. */
export interface Wanted {
  readonly path: string;
  readonly body: object;
  readonly key: string;
}

/** What was acknowledged: the key and the event that the service named for it. */
export interface Acknowledged extends Wanted {
  readonly eventId: string;
  /** How often it was sent before it was acknowledged. */
  readonly attempts: number;
}

/** How long a client goes on trying, in milliseconds: longer than any election on a slow machine. */
const PATIENCE = 180_000;

/**
 * Sends it to any of the processes until it is acknowledged, as a client behind a load balancer does: again with the same key
 * after a broken connection, a 503 and a key that is still under way. @throws Error for every other answer
 */
export async function record(processes: () => readonly string[], wanted: Wanted): Promise<Acknowledged> {
  const deadline = Date.now() + PATIENCE;
  for (let attempts = 1; ; attempts += 1) {
    const all = processes();
    const url = all[Math.floor(Math.random() * all.length)] ?? '';
    const answer = await ask(url + wanted.path, wanted.body, { 'Idempotency-Key': wanted.key }).catch(() => undefined);
    if (answer?.status === 200 || answer?.status === 201) return { ...wanted, attempts, eventId: String(answer.body['eventId']) };
    if (!isWorthAnother(answer)) throw new Error(`${wanted.path} was answered ${answer?.status} ${JSON.stringify(answer?.body)}`);
    if (Date.now() > deadline) throw new Error(`${wanted.path} was not acknowledged in time: ${JSON.stringify(answer?.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const isWorthAnother = (answer: Answered | undefined): boolean =>
  answer === undefined || answer.status === 503 || (answer.status === 409 && answer.body['code'] === 'request-in-progress');
