import { CATALOGUE, type ProblemCode } from './catalogue.ts';

/** Characters of a detail, as the contract has it: nobody reads more. */
const LONGEST_DETAIL = 2_000;

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
    super(detail, { cause });
    const { status, statusInPath = status } = CATALOGUE[code];
    this.code = code;
    this.status = inPath ? statusInPath : status;
    this.errors = errors;
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
export function violationsProblem(code: ProblemCode, errors: readonly Violation[], options: Omit<ProblemOptions, 'errors'> = {}): Problem {
  const sentences = errors.map(({ message }) => message).join('; ');
  return new Problem(code, sentences.slice(0, LONGEST_DETAIL), { ...options, errors });
}

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
