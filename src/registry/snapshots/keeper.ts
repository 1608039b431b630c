import type { Registry } from '../registry.ts';

/** So many events are folded again at a start, at most, where there is a snapshot: a fifth of a second of processor time. */
export const EVERY = 50_000;

/** How often it is looked whether one is due, in milliseconds. */
const INTERVAL = 5_000;

/** Takes a snapshot somewhere else than in this process, which serves meanwhile. @throws when it could not be taken */
export type Taking = (signal: AbortSignal) => Promise<void>;

/** Has a snapshot taken every EVERY events while the registry runs, and takes the last one itself when nothing is served any more. */
export class SnapshotKeeper {
  readonly #registry: Registry;
  readonly #take: Taking;
  readonly #told: (fault: unknown) => void;
  readonly #stop = new AbortController();
  readonly #watch: NodeJS.Timeout;
  #events: number;
  #taking: Promise<void> | undefined;
  /** Whether the last one was taken to its end. */
  #isTaken = true;

  /**
   * @param snapshotted how many events the snapshot has that the registry began from
   * @param interval milliseconds between two looks
   * @param told of a snapshot that could not be taken: the next one is tried when as many events have come again
   */
  constructor(registry: Registry, snapshotted: number, take: Taking, told: (fault: unknown) => void, interval = INTERVAL) {
    this.#registry = registry;
    this.#events = snapshotted;
    this.#take = take;
    this.#told = told;
    this.#look();
    this.#watch = setInterval(() => { this.#look(); }, interval).unref(); // prettier-ignore
  }

  /** Whether one is due. */
  get #isDue(): boolean {
    return this.#registry.follower.events - this.#events >= EVERY;
  }

  #look(): void {
    if (!this.#isDue || this.#taking !== undefined) return;
    this.#events = this.#registry.follower.events;
    this.#isTaken = false;
    this.#taking = this.#take(this.#stop.signal)
      .then(() => {
        this.#isTaken = true;
      })
      .catch((fault: unknown) => {
        if (!this.#stop.signal.aborted) this.#told(fault);
      })
      .finally(() => (this.#taking = undefined));
  }

  /** Ends what is being taken, and takes the last snapshot where one is due. The registry must not follow the log any more. */
  async end(): Promise<void> {
    clearInterval(this.#watch);
    this.#stop.abort();
    await this.#taking;
    const { follower, snapshot, store } = this.#registry;
    if (!this.#isTaken || this.#isDue) await snapshot?.write(follower, store).catch(this.#told);
  }
}
