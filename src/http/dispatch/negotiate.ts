import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import type { Operation } from '../contract/operations.ts';
import { parameterProblem, type Problem } from '../problems/problem.ts';

/** The formats of a report by the name that `format=` has for them. Two are CSV: Accept gives the first. */
export const FORMATS = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  'csv-excel': 'text/csv',
  'json-stat': 'application/vnd.json-stat+json',
} as const;
export type Format = keyof typeof FORMATS;

/** The format that a media type is, where `format=` does not say. @throws Error for a media type that no report has */
export function formatOf(mediaType: string): Format {
  const format = (Object.keys(FORMATS) as Format[]).find((name) => FORMATS[name] === mediaType);
  if (format === undefined) throw new Error(`${mediaType} is the media type of no report`);
  return format;
}

const ANYTHING = new Set<string | undefined>([undefined, '', '*/*']);

const isFormat = (name: string): name is Format => Object.hasOwn(FORMATS, name);

/** The media type that an operation answers in: by `format=` where it has that parameter, else by Accept. @throws Problem not-acceptable */
export function negotiated(operation: Operation, request: IncomingMessage, search: string): string {
  const { offered, parameters } = operation;
  const format = parameters.some(({ name }) => name === 'format') ? new URLSearchParams(search).get('format') : null;
  if (format !== null) {
    if (isFormat(format) && offered.includes(FORMATS[format])) return FORMATS[format];
    throw notAcceptable(operation, 'format', `the format ${format.slice(0, 100)} is not offered here`);
  }
  // Every client that leaves Accept out or takes anything gets what is preferred here.
  const accepted = ANYTHING.has(request.headers.accept) ? offered[0] : preferred(request.headers.accept ?? '', offered);
  if (accepted === undefined)
    throw notAcceptable(operation, 'Accept', `no answer here is of a type that ${String(request.headers.accept)} accepts`);
  return accepted;
}

/** What all answers are in, and what Content-Type says of the textual ones: many clients ask for it with JSON too, which has no such parameter. */
const IN_UTF8 = /;\s*charset=(utf-8|"utf-8")\s*(?=[;,]|$)/gi;

const preferred = (accept: string, offered: readonly string[]): string | undefined =>
  new Negotiator({ headers: { accept: accept.replaceAll(IN_UTF8, '') } }).mediaTypes([...offered])[0];

function notAcceptable({ offered, parameters }: Operation, parameter: string, what: string): Problem {
  const hasFormats = parameters.some(({ name }) => name === 'format');
  const formats = Object.keys(FORMATS).filter((name) => isFormat(name) && offered.includes(FORMATS[name]));
  const choice = hasFormats ? `; format is one of ${formats.join(', ')}` : '';
  const message = `${what}; offered: ${offered.join(', ')}${choice}`;
  return parameterProblem('not-acceptable', parameter, message, { members: { offered, ...(hasFormats ? { formats } : {}) } });
}
