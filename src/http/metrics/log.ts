import { Histogram, type Registry as Collector } from 'prom-client';
import type { Commit } from '../../registry/recorded.ts';
import { DURATIONS, SIZES } from './buckets.ts';

/** What is written to the log and folded from it. */
export class LogMetrics {
  readonly #commits: Histogram;
  readonly #appends: Histogram;
  readonly #events: Histogram;
  readonly #folds: Histogram;

  constructor(collector: Collector) {
    const histogram = (name: string, help: string, buckets: number[]) => new Histogram({ name, help, buckets, registers: [collector] });
    this.#commits = histogram('nsr_append_duration_seconds', 'One commit of the log, the sync to the disk included.', DURATIONS);
    this.#appends = histogram('nsr_append_group_appends', 'Appends that one commit recorded together.', SIZES);
    this.#events = histogram('nsr_append_group_events', 'Events that one commit added to the log.', SIZES);
    this.#folds = histogram('nsr_fold_duration_seconds', 'Folding what the log handed over at once into all read models.', DURATIONS);
  }

  committed({ appends, events, seconds }: Commit): void {
    this.#commits.observe(seconds);
    this.#appends.observe(appends);
    this.#events.observe(events);
  }

  folded(seconds: number): void {
    this.#folds.observe(seconds);
  }
}
