import type { Language } from '../../../domain/language.ts';
import { parameterProblem } from '../../problems/problem.ts';
import type { Column } from '../contract.ts';
import { portionsOf, type Scalar, type Table } from './rows.ts';

/** The most cells that a cube may have. */
const CELLS = 1_000_000;
/** So many are printed before others have their turn. */
const AT_ONCE = 20_000;

/** The id of a category that stands for «none»: no code of the registry has an underscore. */
const NONE = '_none';
const MEASURE = 'measure';
const MEASURES = { nb: 'Statistikkvariabel', nn: 'Statistikkvariabel', en: 'Measure' };

/** What a cube says of itself. */
export interface CubeHead {
  readonly label: string;
  readonly updated: string | null;
  readonly href: string;
  readonly language: Language;
  readonly extension: object;
}

interface Dimension {
  readonly column: Column;
  /** The categories by their codes, in the order in which rows were found with them. */
  readonly categories: Map<string, Category>;
}

interface Category {
  readonly found: number;
  readonly label: string;
}

/**
 * The report as a cube, JSON-stat 2.0: every combination of the categories has a place, the measures run fastest.
 * @param dimensions the columns that tell the observations apart
 * @throws Problem too-many-cells
 */
export async function* jsonStat(head: CubeHead, { columns, rows }: Table, dimensions: readonly string[]): AsyncGenerator<string> {
  const axes = dimensions.map((name): Dimension => ({ column: columnNamed(columns, name), categories: new Map() }));
  const measures = columns.filter(({ role }) => role === 'measure');
  const observed: { readonly place: number[]; readonly values: (number | null)[] }[] = [];
  for await (const portion of portionsOf(rows)) {
    for (const row of portion) {
      const place = axes.map(({ column, categories }) => placeOf(categories, row[column.name] ?? null, row[column.label ?? ''] ?? null));
      observed.push({ place, values: measures.map(({ name }) => valueOf(row[name] ?? null)) });
    }
    if (observed.length * measures.length > CELLS) break; // it will be refused below, without the rest in memory
  }
  const orders = axes.map(ordered);
  const size = [...axes.map(({ categories }) => categories.size), measures.length];
  checkSize(size, observed.length * measures.length);
  const value = new Array<number | null>(size.reduce((cells, one) => cells * one, 1)).fill(null);
  for (const { place, values } of observed) {
    const first = place.reduce((index, found, axis) => index * (size[axis] ?? 0) + (orders[axis]?.places[found] ?? 0), 0) * measures.length;
    values.forEach((one, index) => { value[first + index] = one; }); // prettier-ignore
  }
  yield JSON.stringify({
    version: '2.0',
    class: 'dataset',
    label: head.label,
    source: 'National Solution Registry',
    ...(head.updated === null ? {} : { updated: head.updated }),
    href: head.href,
    id: [...axes.map(({ column }) => column.name), MEASURE],
    size,
    role: rolesOf(axes),
    dimension: {
      ...Object.fromEntries(
        axes.map(({ column }, axis) => [column.name, dimensionOf(column, orders[axis]?.categories ?? [], head.language)]),
      ),
      [MEASURE]: measureOf(measures, head.language),
    },
  }).replace(/}$/, ',"value":[');
  for (let first = 0; first < value.length; first += AT_ONCE)
    yield `${first === 0 ? '' : ','}${JSON.stringify(value.slice(first, first + AT_ONCE)).slice(1, -1)}`;
  yield `],"extension":${JSON.stringify(head.extension)}}`;
}

function columnNamed(columns: readonly Column[], name: string): Column {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`the report has no column ${name}`);
  return column;
}

/** The number of a category in the order in which they were found. The last row gives its label: rows stand by date, so it has the latest name. */
function placeOf(categories: Dimension['categories'], code: Scalar, label: Scalar): number {
  const id = code === null ? NONE : String(code);
  const found = categories.get(id)?.found ?? categories.size;
  categories.set(id, { found, label: String(label ?? code ?? '–') });
  return found;
}

/** The categories of an axis as a reader looks for them: in the order of the contract's list, else by code; «none» last. */
function ordered({ column, categories }: Dimension) {
  const list = column.codes === null ? [] : Object.keys(column.codes);
  const rank = (id: string): number => (id === NONE ? Infinity : list.indexOf(id));
  const inOrder = [...categories].sort(([a], [b]) => (rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(a) - rank(b)));
  const places: number[] = [];
  for (const [place, [, { found }]] of inOrder.entries()) places[found] = place;
  return { categories: inOrder, places };
}

const valueOf = (value: Scalar): number | null => (typeof value === 'boolean' ? Number(value) : (value as number | null));

function checkSize(size: readonly number[], observed: number): void {
  const cells = Math.max(
    size.reduce((product, one) => product * one, 1),
    observed,
  );
  if (cells <= CELLS) return;
  const count = cells.toLocaleString('en');
  const message = `the cube has ${count} cells, more than ${CELLS.toLocaleString('en')}: ask for fewer solutions or periods, or take csv or ndjson`;
  throw parameterProblem('too-many-cells', 'format', message, { members: { limit: CELLS } });
}

const rolesOf = (axes: readonly Dimension[]) => {
  const having = (role: string): string[] => axes.filter(({ column }) => column.role === role).map(({ column }) => column.name);
  const roles = { time: having('time'), geo: having('geo') };
  return { ...Object.fromEntries(Object.entries(roles).filter(([, names]) => names.length > 0)), metric: [MEASURE] };
};

const dimensionOf = (column: Column, categories: readonly (readonly [string, Category])[], language: Language) => ({
  label: column.titles[language],
  category: {
    index: categories.map(([id]) => id),
    label: labelsOf(categories),
  },
});

/** Counties of different times have one name: it goes with its code there, or a table by names would make one of them. */
function labelsOf(categories: readonly (readonly [string, Category])[]): Record<string, string> {
  const named = Map.groupBy(categories, ([, { label }]) => label);
  return Object.fromEntries(categories.map(([id, { label }]) => [id, named.get(label)?.length === 1 ? label : `${label} (${id})`]));
}

const measureOf = (measures: readonly Column[], language: Language) => ({
  label: MEASURES[language],
  category: {
    index: measures.map(({ name }) => name),
    label: Object.fromEntries(measures.map(({ name, titles }) => [name, titles[language]])),
    unit: Object.fromEntries(
      measures.map(({ name, unit, decimals }) => [name, { ...(unit === null ? {} : { label: unit[language] }), decimals: decimals ?? 0 }]),
    ),
  },
});
