import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { coverageLines } from './coverage.ts';
import { eventStoreDbLines } from './eventstoredb/eventstoredb.ts';
import type { Line } from './measure.ts';
import { rebuildLines } from './rebuild/rebuild.ts';
import { speedLines } from './speed/speed.ts';

const { values } = parseArgs({
  options: {
    solutions: { type: 'string', default: '2000' },
    reports: { type: 'string', default: '2900000' },
    events: { type: 'string', default: '1000000' },
    log: { type: 'string', default: '3000000' },
    only: { type: 'string' },
  },
});
const [solutions, reports, events] = [Number(values.solutions), Number(values.reports), Number(values.events)];

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

function print({ what, ours, peer, unit, goal }: Line): void {
  const [theirs, ratio] = peer === null ? ['', ''] : [`${digits(peer)} ${unit}`, `${digits(peer / ours)}×`];
  process.stdout.write(`| ${what} | ${digits(ours)} ${unit} | ${theirs} | ${ratio} | ${goal} |\n`);
}

process.stdout
  .write(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}
${solutions} solutions × 357 municipalities, ${reports} reports; rebuild from ${events} events

| | the registry | the peer | ratio | goal |
|---|---|---|---|---|
`);
const chosen = (part: string): boolean => values.only === undefined || values.only === part;
if (chosen('coverage')) for (const line of coverageLines(solutions, reports)) print(line);
if (chosen('rebuild')) for await (const line of rebuildLines(solutions, events)) print(line);
for (const [part, lines] of Object.entries(speedLines(Number(values.log))))
  if (chosen('speed') || values.only === part) for await (const line of lines()) print(line);
// Only when asked for: it needs a server, and leaves a million events in it.
if (values.only === 'eventstoredb') for await (const line of eventStoreDbLines(events)) print(line);
