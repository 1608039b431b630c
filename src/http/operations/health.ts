import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../../domain/position.ts';
import { isStoreFault } from '../../registry/faults.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Handlers } from '../contract/handlers.ts';

/** How long the log may take, in milliseconds: whoever asks for readiness does not wait as long as a command does. */
const PATIENCE = 2_000;

/** The head of the log, or why it gives no answer. */
export async function headOf(store: Registry['store']): Promise<{ readonly head: Position | null; readonly reason: string | null }> {
  const late = new AbortController();
  try {
    const silence = sleep(PATIENCE, { head: null, reason: `no answer in ${PATIENCE} ms` }, { signal: late.signal });
    return await Promise.race([store.head().then((head) => ({ head, reason: null })), silence]);
  } catch (fault) {
    if (isStoreFault(fault)) return { head: null, reason: 'reason' in fault.details ? fault.details.reason : fault.message };
    throw fault;
  } finally {
    late.abort();
  }
}

export const health = {
  getLiveness: () => ({ status: 200, body: { status: 'live' } }),

  getReadiness: async (_, registry) => {
    const { store, follower } = registry;
    const { head, reason } = await headOf(store);
    const readModels = follower.health().map(({ position, ...health }) => {
      return { ...health, position: printPosition(registry, position), lag: Math.max(0, (head ?? follower.folded) - position) };
    });
    const storeHealth = {
      engine: store.engine,
      status: head === null ? ('failed' as const) : ('available' as const),
      head: printPosition(registry, head ?? follower.folded),
      reason,
    };
    const ready = storeHealth.status === 'available' && readModels.every(({ status }) => status === 'current');
    const body = {
      status: ready ? ('ready' as const) : ('not-ready' as const),
      mode: 'development' as const,
      store: storeHealth,
      readModels,
      leftOut: follower.leftOut.length,
    };
    return ready ? { status: 200, body } : { status: 503, body };
  },
} satisfies Handlers<'getLiveness' | 'getReadiness'>;
