import { type Router as ExpressRouter, Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import type { OpenApiDocument } from '../../contract/document.ts';
import { ICON } from '../icon.ts';
import { onlyRead } from '../../only-read.ts';
import { NAMING } from './naming.ts';
import { LEGIBLE } from './legible.ts';
import { forTryingOut } from './tried-out.ts';

/** What the page loads. Swagger UI's folder has more: a page about its pet store, its own documents, and maps of its source. */
const PARTS = ['/swagger-ui.css', '/swagger-ui-bundle.js', '/swagger-ui-standalone-preset.js', '/swagger-ui-init.js'];

/** The contract to read and to try out, in Swagger UI from our own origin. To be mounted. */
export function swaggerPage(document: OpenApiDocument): ExpressRouter {
  const router = Router({ strict: true, caseSensitive: true });
  const page = swaggerUi.setup(forTryingOut(document), {
    customSiteTitle: 'National Solution Registry',
    customfavIcon: ICON,
    customCss: LEGIBLE,
    customJs: './naming.js',
    // Highlighted, an answer of 4 MB holds the tab for minutes; as it is, for four seconds.
    swaggerOptions: { validatorUrl: null, syntaxHighlight: false },
  });
  router.all('/index.html', onlyRead, (_request, response) => { response.redirect(301, './'); }); // prettier-ignore
  router.all('/naming.js', onlyRead, (_request, response) => { response.type('js').set('Cache-Control', 'no-cache').send(NAMING); }); // prettier-ignore
  // Without its last slash, the address is sent on to the one with it: the parts stand beside it.
  router.all(['/', ...PARTS], onlyRead, swaggerUi.serve);
  router.get('/', page);
  return router;
}
