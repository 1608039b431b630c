import { element, textElement } from './svg.ts';

/** A line through shares at the end of every month, 0 to 1. It is broken where a mark stands. */
export interface Line {
  readonly label: string;
  readonly colour: string;
  /** What stands at each share, so that the lines differ without colour too. */
  readonly marker: 'circle' | 'square';
  readonly shares: readonly number[];
}

export interface LineChart {
  readonly title: string;
  /** What the picture shows, for whoever does not see it. */
  readonly description: string;
  readonly verticalAxis: string;
  readonly horizontalAxis: string;
  /** The years, one after the other; the first month of the lines is January of the first. */
  readonly years: readonly number[];
  readonly lines: readonly Line[];
  /** What happened between two months: after so many months. */
  readonly marks: readonly { readonly afterMonths: number; readonly label: string }[];
  /** What is to be known of the figures, and where they come from. */
  readonly notes: readonly string[];
}

const WIDTH = 880;
const HEIGHT = 500;
const PLOT = { left: 64, right: 680, top: 84, bottom: 388 };

/** Paper of its own: the reader's page may be light or dark, and need not agree with what the system prefers. */
const STYLE =
  'text{font:14px "Helvetica Neue",Arial,sans-serif;fill:#1f2328}.title{font-size:19px;font-weight:600}.small{font-size:13px;fill:#4b535d}' +
  '.grid{stroke:#d5d9de}.axis{stroke:#4b535d}.mark{stroke:#4b535d;stroke-dasharray:5 4}.line{fill:none;stroke-width:2.5}';

/** The chart as an SVG document: the same bytes for the same chart. */
export function drawn(chart: LineChart): string {
  const months = chart.years.length * 12;
  const x = (afterMonths: number): number => rounded(PLOT.left + ((PLOT.right - PLOT.left) * afterMonths) / months);
  const parts = [
    textElement('title', { id: 'title' }, chart.title),
    textElement('desc', { id: 'desc' }, chart.description),
    textElement('style', {}, STYLE).replaceAll('&quot;', '"'),
    element('rect', { width: WIDTH, height: HEIGHT, rx: 8, fill: '#ffffff', stroke: '#d5d9de' }),
    textElement('text', { x: 24, y: 36, class: 'title' }, chart.title),
    textElement('text', { x: 24, y: 62, class: 'small' }, chart.verticalAxis),
    ...percentages(),
    ...years(chart, x),
    ...chart.marks.flatMap((mark) => marked(mark, x)),
    ...chart.lines.flatMap((line) => lined(line, chart, x)),
    ...chart.notes.map((note, index) => textElement('text', { x: 24, y: 458 + index * 20, class: 'small' }, note)),
  ];
  const about = { role: 'img', lang: 'nb', 'aria-labelledby': 'title desc' };
  const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT };
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...box, ...about }, `\n${parts.join('\n')}\n`)}\n`;
}

const rounded = (length: number): number => Math.round(length * 10) / 10;
const y = (share: number): number => rounded(PLOT.bottom - (PLOT.bottom - PLOT.top) * share);

const percentages = (): string[] =>
  [0, 20, 40, 60, 80, 100].flatMap((percent) => [
    element('line', { x1: PLOT.left, x2: PLOT.right, y1: y(percent / 100), y2: y(percent / 100), class: percent === 0 ? 'axis' : 'grid' }),
    textElement('text', { x: PLOT.left - 10, y: y(percent / 100) + 5, 'text-anchor': 'end', class: 'small' }, `${percent} %`),
  ]);

const years = ({ years: shown, horizontalAxis }: LineChart, x: (afterMonths: number) => number): string[] => [
  ...[...shown, ''].map((_, index) =>
    element('line', { x1: x(index * 12), x2: x(index * 12), y1: PLOT.bottom, y2: PLOT.bottom + 6, class: 'axis' }),
  ),
  ...shown.map((year, index) => textElement('text', { x: x(index * 12 + 6), y: PLOT.bottom + 22, 'text-anchor': 'middle' }, String(year))),
  textElement('text', { x: PLOT.right, y: PLOT.bottom + 42, 'text-anchor': 'end', class: 'small' }, horizontalAxis),
];

const marked = ({ afterMonths, label }: LineChart['marks'][number], x: (afterMonths: number) => number): string[] => [
  element('line', { x1: x(afterMonths), x2: x(afterMonths), y1: PLOT.top, y2: PLOT.bottom, class: 'mark' }),
  textElement('text', { x: x(afterMonths) - 8, y: PLOT.top + 14, 'text-anchor': 'end', class: 'small' }, label),
];

function lined({ label, colour, marker, shares }: Line, { marks }: LineChart, x: (afterMonths: number) => number): string[] {
  const breaks = [0, ...marks.map(({ afterMonths }) => afterMonths), shares.length];
  const pieces = breaks.slice(1).map((end, index) => [breaks[index] ?? 0, end] as const);
  const at = (share: number, index: number): string => `${x(index + 1)} ${y(share)}`;
  const path = pieces.map(([from, to]) => `M${shares.map(at).slice(from, to).join('L')}`).join('');
  const dot = (cx: number, cy: number): string =>
    marker === 'circle'
      ? element('circle', { cx, cy, r: 3.5 })
      : element('rect', { x: rounded(cx - 3), y: rounded(cy - 3), width: 6, height: 6 });
  return [
    element('path', { d: path, class: 'line', stroke: colour }),
    element('g', { fill: colour }, shares.map((share, index) => dot(x(index + 1), y(share))).join('')),
    textElement('text', { x: PLOT.right + 12, y: y(shares.at(-1) ?? 0) + 5, style: `fill:${colour};font-weight:600` }, label),
  ];
}
