import { CATALOGUE, type ProblemCode } from './catalogue.ts';

/** Characters of a text that is told: the contract bounds them, what was sent and is repeated in them is not so bounded, and nobody reads more. */
const LONGEST = 2_000;

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

/** A pointer that is too long leads as far as there is room: to what the fault is in. */
const outer = (pointer: string): string => (pointer.length <= LONGEST ? pointer : outer(pointer.slice(0, pointer.lastIndexOf('/'))));

const bounded = ({ pointer, parameter, rule, message }: Violation): Violation => ({
  pointer: pointer && outer(pointer),
  parameter,
  rule,
  message: cut(message),
});

/** One violation: where it is, the rule that it breaks, and a sentence that says what would be right. */
export interface Violation {
  /** A JSON pointer into the body; null for what is not in the body. */
  readonly pointer: string | null;
  /** The query parameter, path parameter or header; null for what is in the body. */
  readonly parameter: string | null;
  readonly rule: string;
  readonly message: string;
}

export interface ProblemOptions {
  readonly errors?: readonly Violation[];
  /** Members by which a program mends the request. */
  readonly members?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
  /** The path names it: what is unknown there is 404, and 422 in the query or the body. */
  readonly inPath?: boolean;
}

/** What an answer says instead of a result: RFC 9457. Thrown, and turned into the answer by the dispatcher alone. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: readonly Violation[];
  readonly members: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, { errors = [], members = {}, headers = {}, cause, inPath = false }: ProblemOptions = {}) {
    super(cut(detail), { cause });
    const { status, statusInPath = status } = CATALOGUE[code];
    this.code = code;
    this.status = inPath ? statusInPath : status;
    this.errors = errors.map(bounded);
    this.members = members;
    this.headers = headers;
  }

  /** The body of the answer. @param requestId names the occurrence, and is in the log */
  body(requestId: string) {
    const { code, status, message, errors, members } = this;
    return {
      type: `/problems/${code}`,
      title: CATALOGUE[code].title,
      status,
      code,
      detail: message,
      instance: `urn:uuid:${requestId}`,
      errors,
      ...members,
    };
  }
}

/** What is wrong in one place or in several: the detail has the sentences of all, or as many as it has room for. */
export const violationsProblem = (code: ProblemCode, errors: readonly Violation[], options: Omit<ProblemOptions, 'errors'> = {}): Problem =>
  new Problem(code, errors.map(({ message }) => message).join('; '), { ...options, errors });

/**
 * What is wrong with one parameter of the path, the query or the headers.
 * @param options.rule the rule that it breaks, where that is not the code
 */
export const parameterProblem = (
  code: ProblemCode,
  parameter: string,
  message: string,
  { rule = code, ...options }: Omit<ProblemOptions, 'errors'> & { readonly rule?: string } = {},
): Problem => violationsProblem(code, [{ pointer: null, parameter, rule, message }], options);
