import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const secure = helmet({
  contentSecurityPolicy: { directives: { 'script-src': ["'self'"], 'upgrade-insecure-requests': null } },
  strictTransportSecurity: false,
});

/** What Helmet tells browsers, by name. It is the same for every answer, so it is asked once, and not by twelve middlewares a request. */
export const SECURITY_HEADERS: ReadonlyMap<string, string> = asked();

function asked(): Map<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  secure(response.req, response, () => undefined);
  return new Map(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}
