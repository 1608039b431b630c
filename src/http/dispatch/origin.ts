import type { Request } from 'express';

/** The scheme and name under which the client reached the service, `http://localhost:8080`: what is made absolute leads back to where it asked. */
export function originOf({ protocol, headers: { host = '' }, socket: { localPort = 80 } }: Request): string {
  const named = `${protocol}://${host}`;
  return host !== '' && URL.canParse(named) ? new URL(named).origin : `${protocol}://localhost:${localPort}`;
}
