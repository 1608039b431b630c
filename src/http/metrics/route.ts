import { type Router as ExpressRouter, Router } from 'express';
import { onlyRead } from '../only-read.ts';
import type { Metrics } from './metrics.ts';

/** `/metrics`: beside the contract, since Prometheus has its own. */
export function metricsRoute(metrics: Metrics): ExpressRouter {
  const router = Router();
  router.all('/metrics', onlyRead, async (_request, response) => {
    const text = await metrics.text();
    response.set({ 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }).send(text);
  });
  return router;
}
