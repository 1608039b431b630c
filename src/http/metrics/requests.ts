import type { ServerResponse } from 'node:http';
import { Gauge, Histogram, type Registry as Collector } from 'prom-client';
import { DURATIONS } from './buckets.ts';

/** The operation of a request that the contract does not have: another path, another method. */
const NONE = 'none';
/** The status where the client went away before it had one. */
const GONE = 'gone';

type Observe = (seconds: number) => void;

/** Requests under the contract's paths, and those that were sent to another name: how long each took, by operation and status, and how many are under way. */
export class RequestMetrics {
  readonly #durations: Histogram<'operation' | 'status'>;
  /** By operation and status: to find a series by its labels costs more than to count in it. */
  readonly #series = new Map<string, Map<number | typeof GONE, Observe>>();
  #underWay = 0;

  constructor(collector: Collector) {
    const registers = [collector];
    this.#durations = new Histogram({
      name: 'nsr_http_request_duration_seconds',
      help: 'From the header fields of a request to the end of its answer, by operation of the contract and status.',
      labelNames: ['operation', 'status'],
      buckets: DURATIONS,
      registers,
    });
    const underWay = () => this.#underWay;
    new Gauge({
      name: 'nsr_http_requests_in_flight',
      help: 'Requests that are being answered, those that wait for events and streams among them.',
      registers,
      collect() {
        this.set(underWay());
      },
    });
  }

  /** Begins to time a request. @returns takes the operation, when it is known */
  begin(response: ServerResponse): (operationId: string) => void {
    const begun = performance.now();
    let operation = NONE;
    this.#underWay += 1;
    response.on('close', () => {
      this.#underWay -= 1;
      const status = response.headersSent ? response.statusCode : GONE;
      this.#seriesOf(operation, status)((performance.now() - begun) / 1_000);
    });
    return (operationId) => {
      operation = operationId;
    };
  }

  #seriesOf(operation: string, status: number | typeof GONE): Observe {
    const byStatus = this.#series.get(operation) ?? new Map<number | typeof GONE, Observe>();
    const known = byStatus.get(status);
    if (known !== undefined) return known;
    const series = this.#durations.labels(operation, String(status));
    const observe = (seconds: number) => { series.observe(seconds); }; // prettier-ignore
    this.#series.set(operation, byStatus.set(status, observe));
    return observe;
  }
}
