import type { Operation } from '../contract/operations.ts';

/** The operations of one path, by method in lower case. */
export interface Resource<Entry> {
  readonly methods: ReadonlyMap<string, Entry>;
}

export interface Match<Entry> extends Resource<Entry> {
  /** As they stand in the path, percent-encoded. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

interface Node<Entry> {
  readonly fixed: Map<string, Node<Entry>>;
  template: Node<Entry> | null;
  resource: { readonly methods: Map<string, Entry>; readonly names: string[] } | null;
}

interface Found<Entry> {
  readonly resource: NonNullable<Node<Entry>['resource']>;
  readonly values: readonly string[];
}

const node = <Entry>(): Node<Entry> => ({ fixed: new Map(), template: null, resource: null });

/** Finds the resource of a path: a tree of segments, where a fixed one goes before a template. */
export function routes<Entry>(entries: readonly { readonly operation: Operation; readonly entry: Entry }[]) {
  const root = node<Entry>();
  for (const { operation, entry } of entries) {
    let at = root;
    const names: string[] = [];
    for (const segment of operation.path.split('/').slice(1)) {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      if (name === undefined) {
        const next = at.fixed.get(segment) ?? node<Entry>();
        at.fixed.set(segment, next);
        at = next;
      } else {
        names.push(name);
        at.template ??= node<Entry>();
        at = at.template;
      }
    }
    at.resource ??= { methods: new Map(), names };
    at.resource.methods.set(operation.method, entry);
  }

  /** @param path percent-encoded, without the query. @returns undefined where the contract has no such path */
  return (path: string): Match<Entry> | undefined => {
    const found = search(root, path.split('/'), 1, []);
    if (found === undefined) return undefined;
    const { methods, names } = found.resource;
    return { methods, parameters: names.map((name, index) => [name, found.values[index] ?? '']) };
  };
}

/** The fixed segment first; where it leads nowhere, the template. An empty segment is no value of a parameter. */
function search<Entry>(at: Node<Entry>, segments: readonly string[], index: number, values: readonly string[]): Found<Entry> | undefined {
  const segment = segments[index];
  if (segment === undefined) return at.resource === null ? undefined : { resource: at.resource, values };
  const fixed = at.fixed.get(segment);
  const found = fixed && search(fixed, segments, index + 1, values);
  if (found !== undefined || at.template === null || segment === '') return found;
  return search(at.template, segments, index + 1, [...values, segment]);
}
