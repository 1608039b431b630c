import { expect, it } from '@jest/globals';
import type { RegisterEvent } from '../../src/domain/municipality/events.ts';
import { municipalityGraph } from '../../src/domain/municipality/fold.ts';
import { NEVER, type Position, START } from '../../src/domain/position.ts';
import { Municipalities } from '../../src/projections/municipalities.ts';
import { Chronicle } from '../coverage/chronicle.ts';
import { counted, countyEstablished, established, merged, renamed } from '../domain/municipality/register.ts';

/** A register that grew after others had recorded, a mending in it that names nothing among the events. */
const chronicle = new Chronicle({ stride: 10, begins: '2025-01-01', days: 0 });
chronicle.register(countyEstablished('11'));
for (const number of ['1101', '1102']) chronicle.register(established(number));
const wrong = chronicle.register(counted('1101', 1_000));
const mended = (factId: string, inhabitants: number): RegisterEvent => ({
  type: 'RegisterFactCorrected',
  data: { factId, reason: 'the source was mended', fact: counted('1101', inhabitants) },
});
chronicle.register(mended(wrong, 1_100));
chronicle.register(mended('no such fact', 1_200));
chronicle.register(merged(['1101', '1102'], '1111', '2020-01-01'));
chronicle.register(renamed('1111', 'Another', '2021-01-01'));

const { municipalities } = chronicle.models;
const restored = new Municipalities();
restored.restore(municipalities.save());
const positions = [START, ...Array.from({ length: 95 }, (_, at) => at as Position), NEVER];

it.each([
  ['folded', municipalities],
  ['restored', restored],
])('is at every position what the register had said by then (%s)', (_how, model) => {
  for (const knownAt of positions) expect(model.graph(knownAt)).toEqual(municipalityGraph(model.save(), knownAt));
});

it.each([
  ['folded', municipalities],
  ['restored', restored],
])('is one graph for all positions between which the register said nothing new (%s)', (_how, model) => {
  const said = 7; // times; what names nothing says nothing
  expect(new Set(positions.map((knownAt) => model.graph(knownAt))).size).toBe(1 + said);
});
