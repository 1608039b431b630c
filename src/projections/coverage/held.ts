/** So many are held at once, whatever they take together: a dozen megabytes each, with 300,000 reports on 2,000 solutions. */
const PLACES = 8;

/** How long a place is waited for, in milliseconds. Whoever gets none goes on without: what it needs may be derived more than once. */
const PATIENCE = 5_000;

/** How long one is held at most, in milliseconds: others would wait for whoever takes its rows slowly. */
const LEASE = 10_000;

/** What is not to be forgotten for a while, by key. */
export class Held {
  /** By who holds it, as often as it is held. */
  readonly #keys = new Map<symbol, string>();
  readonly #waiting: ((nothing: undefined) => void)[] = [];

  has(key: string): boolean {
    return this.#keys.values().some((held) => held === key);
  }

  /** Holds it until it is let go of, for as long as it may be. Waits where many are held already, and in vain once patience has ended. */
  async hold(key: string): Promise<Disposable> {
    const { promise: over, resolve: giveUp } = Promise.withResolvers<'over'>();
    const patience = setTimeout(giveUp, PATIENCE, 'over').unref();
    while (!this.#hasRoomFor(key) && (await Promise.race([this.#change(), over])) !== 'over');
    clearTimeout(patience);
    return this.#hasRoomFor(key) ? this.#held(key) : { [Symbol.dispose]: () => undefined };
  }

  #held(key: string): Disposable {
    const holder = Symbol(key);
    this.#keys.set(holder, key);
    const letGo = (): void => {
      this.#keys.delete(holder);
      this.#goOn();
    };
    const lease = setTimeout(letGo, LEASE).unref();
    return {
      [Symbol.dispose]: () => {
        clearTimeout(lease);
        letGo();
      },
    };
  }

  #hasRoomFor(key: string): boolean {
    return this.has(key) || new Set(this.#keys.values()).size < PLACES;
  }

  #change(): Promise<undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#waiting.push(resolve);
    return promise;
  }

  #goOn(): void {
    for (const goOn of this.#waiting.splice(0)) goOn(undefined);
  }
}
