import { Problem } from '../problems/problem.ts';
import { membersWithin } from './shape.ts';

/**
 * JSON as it was meant, or not at all: a member that stands twice is refused, and a number that JavaScript cannot hold exactly
 * stays text, so that the schema refuses it where it stands. No rounding gets past the edge.
 * @throws Problem malformed-json, invalid-request
 */
export function parseJson(text: string): unknown {
  const value = parse(text);
  const members = membersWithin(value);
  // Names end so, and at times a text does within: where no more do than there are members, none of them stands twice.
  if ((text.match(/"\s*:/g)?.length ?? 0) === members) return value;
  const twice = memberThatStandsTwice(text);
  if (twice === undefined) return value;
  throw new Problem('malformed-json', `the member ${twice} stands twice in one object`);
}

/** Where there is neither, every number has so few digits that it is exact, and need not be looked at. */
const MAY_BE_INEXACT = /[\d.]{16}|\d[eE]/;

function parse(text: string): unknown {
  try {
    if (!MAY_BE_INEXACT.test(text)) return JSON.parse(text);
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && context?.source !== undefined && !isExact(context.source, value) ? context.source : value,
    );
  } catch (cause) {
    throw new Problem('malformed-json', `the body is not JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

/** Whether a number of the text is the number that was read: the same digits and the same magnitude. */
const isExact = (source: string, value: number): boolean => Number.isFinite(value) && decimal(source) === decimal(String(value));

/** A number in one form: its digits without zeros around them, and the power of ten of the last. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.slice(0, lengthWithoutZeros(digits));
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}

/** Step by step: a pattern looks for the end anew from every zero, and a number of 260,000 of them took it a minute. */
function lengthWithoutZeros(digits: string): number {
  let length = digits.length;
  while (digits[length - 1] === '0') length -= 1;
  return length;
}

/** The strings and the structure of valid JSON; what is between them does not matter here. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/** The first member that stands twice in one object of valid JSON. */
function memberThatStandsTwice(text: string): string | undefined {
  const open: (Set<string> | null)[] = []; // the names of each open object; null for an array
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const name = JSON.parse(last) as string;
      if (open.at(-1)?.has(name)) return name;
      open.at(-1)?.add(name);
    }
    last = token;
  }
  return undefined;
}
