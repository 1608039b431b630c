import { type Router as ExpressRouter, Router } from 'express';
import type { OpenApiDocument } from '../contract/document.ts';
import { onlyRead } from '../only-read.ts';
import { SVG } from './icon.ts';
import { landingPage, problemIndexPage, problemPage } from './pages.ts';
import { CATALOGUE, type ProblemCode } from '../problems/catalogue.ts';
import { swaggerPage } from './swagger/page.ts';

/** What people read: the contract, Swagger UI from our own origin, a page for every problem, and where all that is. */
export function documentation(document: OpenApiDocument): ExpressRouter {
  const router = Router();
  const show = (path: string, page: () => string): void => {
    router.all(path, onlyRead, (_request, response) => { response.type('html').set('Cache-Control', 'no-cache').send(page()); }); // prettier-ignore
  };
  show('/', landingPage);
  router.all('/openapi.json', onlyRead, (_request, response) => { response.set('Cache-Control', 'no-cache').json(document); }); // prettier-ignore
  router.all('/favicon.ico', onlyRead, (_request, response) => { response.type('svg').set('Cache-Control', 'max-age=86400').send(SVG); }); // prettier-ignore
  router.use('/docs', swaggerPage(document));
  show('/problems', problemIndexPage);
  for (const code of Object.keys(CATALOGUE) as ProblemCode[]) show(`/problems/${code}`, () => problemPage(code));
  return router;
}
