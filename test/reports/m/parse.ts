// Of Power Query's language what the queries of docs/reports/power-query.md are written in.

export type Expression =
  | { readonly is: 'constant'; readonly value: string | number | boolean | null }
  | { readonly is: 'type'; readonly name: string }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'list'; readonly items: readonly Expression[] }
  | { readonly is: 'record'; readonly fields: Fields }
  | { readonly is: 'field'; readonly of: Expression; readonly name: string }
  | { readonly is: 'call'; readonly callee: Expression; readonly arguments: readonly Expression[] }
  | { readonly is: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'if'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly is: 'each'; readonly body: Expression }
  | { readonly is: 'let'; readonly fields: Fields; readonly body: Expression };

type Fields = readonly (readonly [name: string, value: Expression])[];

const TOKEN = /\s*("(?:[^"]|"")*"|\d+|#?[A-Za-z_][\w.]*|<=|>=|<>|[=<>&+\-(){}[\],])/y;
/** From the loosest to the tightest. */
const OPERATORS: readonly (readonly string[])[] = [['or'], ['and'], ['=', '<>', '<', '<=', '>', '>='], ['&', '+', '-']];
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** @throws Error where it does not know what stands there */
export function parse(text: string): Expression {
  const tokens = tokensOf(text);
  let place = 0;
  const next = (): string => tokens[place] ?? '';
  const take = (): string => tokens[place++] ?? '';
  const skip = (token: string): void => {
    const taken = take();
    if (taken !== token) throw new Error(`${token} is missing before ${taken} ${tokens.slice(place, place + 5).join(' ')}`);
  };

  function separated<Item>(end: string, item: () => Item): Item[] {
    const items: Item[] = [];
    while (next() !== end) {
      if (items.length > 0) skip(',');
      items.push(item());
    }
    skip(end);
    return items;
  }
  const field = (): readonly [string, Expression] => {
    const name = take();
    skip('=');
    return [name, expression()];
  };

  function expression(): Expression {
    switch (next()) {
      case 'let':
        take();
        return { is: 'let', fields: separated('in', field), body: expression() };
      case 'if': {
        take();
        const test = expression();
        skip('then');
        const then = expression();
        skip('else');
        return { is: 'if', test, then, otherwise: expression() };
      }
      case 'each':
        take();
        return { is: 'each', body: expression() };
      default:
        return operation(0);
    }
  }

  function operation(level: number): Expression {
    const operators = OPERATORS[level];
    if (operators === undefined) return called();
    let left = operation(level + 1);
    while (operators.includes(next())) left = { is: 'operation', operator: take(), left, right: operation(level + 1) };
    return left;
  }

  function called(): Expression {
    let value = primary();
    while (next() === '(') {
      take();
      value = { is: 'call', callee: value, arguments: separated(')', expression) };
    }
    return value;
  }

  function primary(): Expression {
    const token = take();
    if (token.startsWith('"')) return { is: 'constant', value: token.slice(1, -1).replaceAll('""', '"') };
    if (/^\d/.test(token)) return { is: 'constant', value: Number(token) };
    if (token === '-' && /^\d/.test(next())) return { is: 'constant', value: -Number(take()) };
    if (token in WORDS) return { is: 'constant', value: WORDS[token] ?? null };
    if (token === 'type') return { is: 'type', name: `type ${take()}` };
    if (token === '{') return { is: 'list', items: separated('}', expression) };
    if (token === '[') {
      if (tokens[place + 1] !== ']') return { is: 'record', fields: separated(']', field) };
      const name = take();
      skip(']');
      return { is: 'field', of: { is: 'name', name: '_' }, name };
    }
    if (!/^#?[A-Za-z]/.test(token)) throw new Error(`${token} is not understood`);
    return { is: 'name', name: token };
  }

  const whole = expression();
  if (place < tokens.length) throw new Error(`${next()} is too much`);
  return whole;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const token = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const [, found] = token.exec(text) ?? [];
    if (found === undefined) throw new Error(`not understood: ${text.slice(from, from + 40)}`);
    tokens.push(found);
  }
  return tokens;
}
