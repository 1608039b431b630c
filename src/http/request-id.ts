import type { IncomingMessage } from 'node:http';

/** The id of a request, given when it arrived (app.ts): in the header Request-Id, in the log, and in every event that it led to. */
export const requestIdOf = ({ id }: IncomingMessage): string => id as string;
