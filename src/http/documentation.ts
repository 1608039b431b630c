import { type Router as ExpressRouter, type Response, Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import type { OpenApiDocument } from './contract/document.ts';
import { landingPage, problemIndexPage, problemPage } from './pages.ts';
import { CATALOGUE, type ProblemCode } from './problems/catalogue.ts';
import { forTryingOut } from './tried-out.ts';

const html = (response: Response, page: string): void => {
  response.type('html').set('Cache-Control', 'no-cache').send(page);
};

/** What people read: the contract, Swagger UI from our own origin, a page for every problem, and where all that is. */
export function documentation(document: OpenApiDocument): ExpressRouter {
  const router = Router();
  router.get('/', (_request, response) => { html(response, landingPage()); }); // prettier-ignore
  router.get('/openapi.json', (_request, response) => { response.set('Cache-Control', 'no-cache').json(document); }); // prettier-ignore
  router.use('/docs', swaggerUi.serve);
  // Only its own address: mounted, it would answer for every path below.
  router.get(
    '/docs',
    swaggerUi.setup(forTryingOut(document), { customSiteTitle: 'National Solution Registry', swaggerOptions: { validatorUrl: null } }),
  );
  router.get('/problems', (_request, response) => { html(response, problemIndexPage()); }); // prettier-ignore
  router.get('/problems/:code', (request, response, next) => {
    const { code } = request.params;
    if (Object.hasOwn(CATALOGUE, code)) html(response, problemPage(code as ProblemCode));
    else next();
  });
  return router;
}
