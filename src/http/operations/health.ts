import type { Position } from '../../domain/position.ts';
import { isStoreFault } from '../../registry/faults.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Handlers } from '../contract/handlers.ts';

/** Null where the log gives no answer. */
async function headOf(store: Registry['store']): Promise<Position | null> {
  try {
    return await store.head();
  } catch (fault) {
    if (isStoreFault(fault)) return null;
    throw fault;
  }
}

export const health = {
  getLiveness: () => ({ status: 200, body: { status: 'live' } }),

  getReadiness: async (_, registry) => {
    const { store, follower } = registry;
    const head = await headOf(store);
    const readModels = follower.health().map(({ name, status, position, reason }) => {
      return { name, status, position: printPosition(registry, position), lag: Math.max(0, (head ?? follower.folded) - position), reason };
    });
    const storeHealth = {
      engine: store.engine,
      status: head === null ? ('failed' as const) : ('available' as const),
      head: printPosition(registry, head ?? follower.folded),
    };
    const ready = storeHealth.status === 'available' && readModels.every(({ status }) => status === 'current');
    const body = {
      status: ready ? ('ready' as const) : ('not-ready' as const),
      mode: 'development' as const,
      store: storeHealth,
      readModels,
      leftOut: follower.leftOut,
    };
    return ready ? { status: 200, body } : { status: 503, body };
  },
} satisfies Handlers<'getLiveness' | 'getReadiness'>;
