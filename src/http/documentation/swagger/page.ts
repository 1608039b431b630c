import { type Router as ExpressRouter, Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import type { OpenApiDocument } from '../../contract/document.ts';
import { ICON } from '../icon.ts';
import { onlyRead } from '../../only-read.ts';
import { LEGIBLE } from './legible.ts';
import { NAMING } from './naming.ts';
import { REACHING } from './reaching.ts';
import { TELLING } from './telling.ts';
import { forTryingOut } from './tried-out.ts';

/** What the page loads. Swagger UI's folder has more: a page about its pet store, its own documents, and maps of its source. */
const PARTS = ['/swagger-ui.css', '/swagger-ui-bundle.js', '/swagger-ui-standalone-preset.js', '/swagger-ui-init.js'];

/** What of it is made of the contract at the start. Kept for as long as a browser guesses, it would show the contract of the release before. */
const GENERATED = ['/', '/swagger-ui-init.js'];

/** What we add to it. What stands in a script of its own, the policy of the pages lets run. */
const SCRIPTS = { '/naming.js': NAMING, '/reaching.js': REACHING, '/telling.js': TELLING };

/** Without being told, a phone draws a page as if it were 980 px wide, and shrinks it. */
const WIDE_AS_THE_SCREEN = '<head>\n  <meta name="viewport" content="width=device-width">';

/** The contract to read and to try out, in Swagger UI from our own origin. To be mounted. */
export function swaggerPage(document: OpenApiDocument): ExpressRouter {
  const router = Router({ strict: true, caseSensitive: true });
  // It is a text, though its types say that it is a handler.
  const html = swaggerUi.generateHTML(forTryingOut(document), {
    customSiteTitle: 'National Solution Registry',
    customfavIcon: ICON,
    customCss: LEGIBLE,
    customJs: Object.keys(SCRIPTS).map((path) => `.${path}`),
    // Highlighted, an answer of 4 MB holds the tab for minutes; as it is, for four seconds.
    swaggerOptions: { validatorUrl: null, syntaxHighlight: false },
  }) as unknown as string;
  const page = html.replace('<head>', WIDE_AS_THE_SCREEN);
  router.all('/index.html', onlyRead, (_request, response) => { response.redirect(301, './'); }); // prettier-ignore
  for (const [path, script] of Object.entries(SCRIPTS))
    router.all(path, onlyRead, (_request, response) => { response.type('js').set('Cache-Control', 'no-cache').send(script); }); // prettier-ignore
  router.get(GENERATED, (_request, response, next) => { response.set('Cache-Control', 'no-cache'); next(); }); // prettier-ignore
  // Without its last slash, the address is sent on to the one with it: the parts stand beside it.
  router.all(['/', ...PARTS], onlyRead, swaggerUi.serve);
  router.get('/', (_request, response) => { response.send(page); }); // prettier-ignore
  return router;
}
