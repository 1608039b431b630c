import type { IncomingMessage } from 'node:http';

/** The scheme and name under which the client reached the service, `http://localhost:8080`: what is made absolute leads back to where it asked. */
export function originOf({ headers: { host = '' }, socket: { localPort = 80 } }: IncomingMessage): string {
  const named = `http://${host}`;
  return host !== '' && URL.canParse(named) ? new URL(named).origin : `http://localhost:${localPort}`;
}
