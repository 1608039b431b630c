import { type Expression, parse } from './parse.ts';
import { standard } from './standard.ts';
import { type Call, Day, DayTime, type Fields, type Value } from './values.ts';

/** Thrown where a query wants what is not fetched yet. */
class Wanted extends Error {
  readonly address: string;
  constructor(address: string) {
    super(`${address} is not fetched`);
    this.address = address;
  }
}

/** What a query gives with these parameters, and the addresses that it asked. @throws Error as Power Query does, where one is refused */
export async function evaluated(query: string, parameters: Fields): Promise<{ readonly value: Value; readonly asked: readonly string[] }> {
  const expression = parse(query);
  const fetched = new Map<string, string>();
  const contents = (base: string, { RelativePath, Query }: Fields): string => {
    const address = `${base}/${RelativePath as string}?${new URLSearchParams(Query as Record<string, string>).toString()}`;
    const text = fetched.get(address);
    if (text === undefined) throw new Wanted(address);
    return text;
  };
  const known = { ...standard(contents), ...parameters };
  for (;;) {
    try {
      return { value: valueOf(expression, (name) => nameIn(known, name)), asked: [...fetched.keys()] };
    } catch (error) {
      if (!(error instanceof Wanted)) throw error;
      const answer = await fetch(error.address);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`, { cause: error });
      fetched.set(error.address, await answer.text());
    }
  }
}

type Scope = (name: string) => Value;

function nameIn(fields: Fields, name: string): Value {
  const value = fields[name];
  if (value === undefined) throw new Error(`${name} is nothing that is known here`);
  return value;
}

function valueOf(expression: Expression, scope: Scope): Value {
  const of = (part: Expression): Value => valueOf(part, scope);
  switch (expression.is) {
    case 'constant':
      return expression.value;
    case 'type':
      return expression.name;
    case 'name':
      return scope(expression.name);
    case 'list':
      return expression.items.map(of);
    case 'record':
      return Object.fromEntries(expression.fields.map(([name, value]) => [name, of(value)]));
    case 'field':
      return nameIn(of(expression.of) as Fields, expression.name);
    case 'call':
      return (of(expression.callee) as Call)(...expression.arguments.map(of));
    case 'operation':
      return operated(expression.operator, of(expression.left), () => of(expression.right));
    case 'if':
      return of(truth(of(expression.test)) ? expression.then : expression.otherwise);
    case 'each':
      return (row = null) => valueOf(expression.body, (name) => (name === '_' ? row : scope(name)));
    case 'let':
      return letting(expression.fields, expression.body, scope);
  }
}

/** What is not needed is not evaluated, as in M. */
function letting(fields: readonly (readonly [string, Expression])[], body: Expression, scope: Scope): Value {
  const written = new Map(fields);
  const values = new Map<string, Value>();
  const inner: Scope = (name) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    const expression = written.get(name);
    if (expression === undefined) return scope(name);
    const made = valueOf(expression, inner);
    values.set(name, made);
    return made;
  };
  return valueOf(body, inner);
}

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new Error(`${JSON.stringify(value)} is neither true nor false`);
  return value;
}

function operated(operator: string, left: Value, rightOf: () => Value): Value {
  if (operator === 'or') return truth(left) || truth(rightOf());
  if (operator === 'and') return truth(left) && truth(rightOf());
  const right = rightOf();
  if (operator === '=') return left === right;
  if (operator === '<>') return left !== right;
  if (operator === '&') return typeof left === 'string' ? left + (right as string) : { ...(left as Fields), ...(right as Fields) };
  const [one, other] = [left, right].map((side) => (side instanceof Day || side instanceof DayTime ? side.iso : side)) as [string, string];
  if (left?.constructor !== right?.constructor)
    throw new Error(`${operator} cannot be applied to ${one} and ${other}: one is another type`);
  const compare: Readonly<Record<string, boolean>> = { '<': one < other, '<=': one <= other, '>': one > other, '>=': one >= other };
  const result = compare[operator];
  if (result === undefined) throw new Error(`${operator} is not understood`);
  return result;
}
