import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, Registry as Collector } from 'prom-client';
import type { Registry } from '../../registry/registry.ts';
import { RELEASE } from '../dispatch/release.ts';
import type { Feed } from '../feed/options.ts';
import { LogMetrics } from './log.ts';
import { RequestMetrics } from './requests.ts';
import { stateMetrics } from './state.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };

/**
 * What one process tells of itself in the text format of Prometheus; docs/operations.md has every name. Nothing in it tells
 * who asked or what: the labels are operations, statuses and names of ours.
 */
export class Metrics {
  readonly #collector = new Collector();
  readonly requests = new RequestMetrics(this.#collector);
  readonly log = new LogMetrics(this.#collector);
  #look: () => Promise<void> = () => Promise.resolve();

  /** Those of Node itself (memory, collector, event loop) come with it. */
  constructor() {
    collectDefaultMetrics({ register: this.#collector });
  }

  /** Tells from now on of a registry and of who follows it, too. */
  watch(registry: Registry, feed: Feed): void {
    this.#look = stateMetrics(this.#collector, registry, feed);
    const labelNames = ['version', 'release', 'node', 'engine'] as const;
    const build = new Gauge({ name: 'nsr_build_info', help: 'What runs; always 1.', labelNames, registers: [this.#collector] });
    build.set({ version, release: RELEASE, node: process.version, engine: registry.store.engine }, 1);
  }

  get contentType(): string {
    return this.#collector.contentType;
  }

  async text(): Promise<string> {
    await this.#look();
    return this.#collector.metrics();
  }
}
