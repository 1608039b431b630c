import { type Router as ExpressRouter, Router } from 'express';
import type { Metrics } from './metrics.ts';

/** `/metrics`: beside the contract, since Prometheus has its own. */
export function metricsRoute(metrics: Metrics): ExpressRouter {
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    const text = await metrics.text();
    response.set({ 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }).send(text);
  });
  return router;
}
