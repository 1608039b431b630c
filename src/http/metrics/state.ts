import { Gauge, type Registry as Collector } from 'prom-client';
import type { Registry } from '../../registry/registry.ts';
import type { Feed } from '../feed/options.ts';
import { headOf } from '../operations/health.ts';

const STATUSES = ['current', 'behind', 'stopped'] as const;

/** How the log, the read models and the feed stand. @returns looks, and sets what is served next */
export function stateMetrics(collector: Collector, { store, follower }: Registry, feed: Feed): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers: [collector] });
  const up = gauge('nsr_log_up', 'Whether the log answers: 1 or 0.');
  const head = gauge('nsr_log_head', 'The position of the last event of the log; NaN while it does not answer.');
  const folded = gauge('nsr_log_folded', 'The position up to which this process has folded.');
  const lag = gauge('nsr_fold_lag', 'Head minus folded, which on SQLite is a number of events; NaN while the log does not answer.');
  const recorded = gauge(
    'nsr_log_recorded_timestamp_seconds',
    'The latest recorded time in the log; NaN before the first, and without its read model.',
  );
  const bytes = store.size && gauge('nsr_log_bytes', 'Bytes of the log on this machine, the write-ahead log included.');
  const models = gauge('nsr_read_model_status', 'Whether a read model has this status: 1 or 0.', ['read_model', 'status']);
  const leftOut = gauge('nsr_events_left_out', 'Known-bad events that every answer leaves out.');
  const waiters = gauge('nsr_fold_waiters', 'Requests that wait until a position is folded.');
  const clients = gauge('nsr_feed_clients', 'Clients that wait for the next event, or follow the stream.', ['kind']);
  const limits = gauge('nsr_feed_clients_limit', 'How many of them there may be.', ['kind']);
  for (const kind of ['waiting', 'streaming'] as const) limits.set({ kind }, feed[kind].limit);

  return async () => {
    const { head: position } = await headOf(store);
    up.set(position === null ? 0 : 1);
    head.set(position ?? NaN);
    folded.set(follower.folded);
    lag.set(position === null ? NaN : Math.max(0, position - follower.folded));
    bytes?.set(store.size?.() ?? NaN);
    const health = follower.health();
    const isTimed = health.some(({ name, status }) => name === 'log-times' && status !== 'stopped');
    recorded.set((isTimed ? (follower.models.logTimes.newest ?? NaN) : NaN) / 1e6);
    for (const { name, status } of health)
      for (const one of STATUSES) models.set({ read_model: name, status: one }, status === one ? 1 : 0);
    leftOut.set(follower.leftOut.length);
    waiters.set(follower.waiters);
    for (const kind of ['waiting', 'streaming'] as const) clients.set({ kind }, feed[kind].size);
  };
}
