import type { Violation } from '../problems/problem.ts';
import { membersOf } from './pointer.ts';
import { type Breach, shown } from './violations.ts';

/** The breaches among parameters: a pointer begins with the parameter's name. Items of a list that break one rule alike are told together. */
export function parameterViolations(found: readonly Breach[], values: Readonly<Record<string, unknown>>): Violation[] {
  const alike = Map.groupBy(found, ({ pointer, rule, message }) => JSON.stringify([placeOf(pointer).name, rule, message]));
  return [...alike.values()].map((breached) => {
    const [first] = breached as [Breach];
    const { name: parameter } = placeOf(first.pointer);
    const items = breached.flatMap(({ pointer }) => itemAt(pointer, values));
    return {
      pointer: null,
      parameter: parameter === '' ? null : parameter,
      rule: first.rule === 'additionalProperties' ? 'unknown-parameter' : first.rule,
      message: parameterSentence(parameter, items, first.message),
    };
  });
}

/** The name of a parameter and, in a list, the index of the item. */
function placeOf(pointer: string): { readonly name: string; readonly index: string | undefined } {
  const [name = '', index] = membersOf(pointer);
  return { name, index };
}

/** Of many wrong items, a few show what is wrong with all. */
const MOST_ITEMS = 5;

function itemAt(pointer: string, values: Readonly<Record<string, unknown>>): string[] {
  const { name, index } = placeOf(pointer);
  return index === undefined ? [] : [`«${shown((values[name] as string[])[Number(index)] ?? '')}»`];
}

function parameterSentence(parameter: string, items: readonly string[], message: string): string {
  if (items.length > MOST_ITEMS)
    return `${parameter}: ${items.slice(0, MOST_ITEMS).join(', ')} and ${items.length - MOST_ITEMS} more ${message}`;
  if (items.length > 0) return `${parameter}: ${items.join(', ')} ${message}`;
  return message.startsWith(`${parameter} `) ? message : `${parameter} ${message}`;
}
