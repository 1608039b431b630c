import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

declare module 'node:http' {
  interface IncomingMessage {
    /** Given when it arrived (app.ts). */
    id?: string;
  }
}

export function identify(request: IncomingMessage): void {
  request.id = randomUUID();
}

/** The id of a request: in the header Request-Id, in the log, and in every event that it led to. */
export const requestIdOf = ({ id }: IncomingMessage): string => id as string;
