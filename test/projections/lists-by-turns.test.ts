import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { municipalityOn } from '../../src/domain/municipality/graph.ts';
import type { Slug } from '../../src/domain/names.ts';
import { NEVER } from '../../src/domain/position.ts';
import { adoptionStream, solutionStream } from '../../src/domain/streams.ts';
import { solutionListAt } from '../../src/http/operations/solution-list.ts';
import { type List, select } from '../../src/projections/lists/select.ts';
import { useList } from '../../src/projections/lists/uses.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { Chronicle } from '../coverage/chronicle.ts';
import { reported } from '../domain/adoption/reports.ts';
import { countyEstablished, established } from '../domain/municipality/register.ts';
import { registered } from '../domain/solution/events.ts';

const everything = { chosen: new Map(), words: [], changedSince: null, sort: 'id', counted: [] };
const chronicle = new Chronicle();
chronicle.register(countyEstablished('11'));
for (const number of ['1101', '1102']) chronicle.register(established(number));
const IDS = ['a', 'b', 'c', 'd', 'e'] as Slug[];
for (const id of IDS) {
  chronicle.race(solutionStream(id), { ...registered(), data: { ...registered().data, solutionId: id } });
  const report = reported(id < 'c' ? '1101' : '1102', 'in-use', '2018-01-01');
  chronicle.race(adoptionStream(id, report.data.municipalityNumber), { ...report, data: { ...report.data, solutionId: id } });
}
const { models } = chronicle;
const moment = { asOf: '2020-01-01' as CivilDate, knownAt: NEVER };
const municipality = municipalityOn(models.municipalities.graph(), '1101', moment.asOf);
if (municipality === undefined) throw new Error('there is no such municipality');

describe.each<[string, () => List<{ readonly id?: Slug }>, string]>([
  [
    'what a municipality uses',
    () => useList(models, moment, municipality, { inheritance: 'majority', language: 'nb', changedSince: null }) as never,
    'a.,b.',
  ],
  [
    'the solutions used by it',
    () => solutionListAt({ models } as Registry, { usedBy: '1101', lang: 'nb', sort: 'id', limit: 100 }, moment as never) as never,
    'a,b',
  ],
])('the list of %s', (_what, list, ids) => {
  it('has those and no others', async () => {
    const made = list();
    expect((await select(made, everything)).rows.map((row) => made.idOf(row)).join()).toBe(ids);
  });

  it('gives others their turn between solutions where each takes long, also where it comes to nothing', async () => {
    const order: string[] = [];
    const ask = models.adoptions.capabilitiesReported.bind(models.adoptions);
    const asking = jest.spyOn(models.adoptions, 'capabilitiesReported').mockImplementation((id, knownAt) => {
      const ago = performance.now();
      while (performance.now() < ago + 12);
      if (order.at(-1) !== id) order.push(id);
      return ask(id, knownAt);
    });
    let isOver = false;
    const others = (async () => {
      while (!isOver) {
        await turn();
        order.push('-');
      }
    })();
    await select(list(), everything);
    isOver = true;
    await others;
    asking.mockRestore();
    expect(order.filter((one) => one !== '-')).toEqual(IDS);
    expect(order.join('')).not.toMatch(/[a-e]{2}/);
  });
});
