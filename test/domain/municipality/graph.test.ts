import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { RegisterEvent } from '../../../src/domain/municipality/events.ts';
import { municipalityGraph } from '../../../src/domain/municipality/fold.ts';
import {
  countyOn, lineage, type Municipality, municipalitiesOn, type MunicipalityGraph, municipalityOn, nameOn,
} from '../../../src/domain/municipality/graph.ts'; // prettier-ignore
import { predecessorsOf, successorsOf } from '../../../src/domain/municipality/validity.ts';
import type { Position } from '../../../src/domain/position.ts';
import {
  countyEnded, countyEstablished, counted, established, graphOf, mended, merged, municipality, registerOf, renamed, renumbered, split,
} from './register.ts'; // prettier-ignore

const on = (graph: MunicipalityGraph, date: string): string[] => municipalitiesOn(graph, date as CivilDate).map(({ number }) => number);
const predecessors = (one: Municipality): (string | number | null)[][] =>
  one.predecessors.map(({ municipality: { number }, shareBasisPoints }) => [number, shareBasisPoints]);

/** What a graph says, in plain words: a municipality knows its predecessors and they know it, which no message could show. */
const told = ({ municipalities, counties }: MunicipalityGraph) => ({
  municipalities: municipalities.map((one) => ({
    number: one.number,
    validity: [one.validFrom, one.validTo],
    origin: one.origin,
    names: one.names,
    counts: one.counts,
    predecessors: predecessorsOf(one),
    successors: successorsOf(one),
  })),
  counties: [...counties.values()].flat().sort((a, b) => (a.number + a.validFrom < b.number + b.validFrom ? -1 : 1)),
});

describe('a municipality', () => {
  const graph = graphOf(established('1101'), established('1103', '2018-07-01'));

  it('exists from its day on', () => {
    expect([on(graph, '2018-06-30'), on(graph, '2018-07-01')]).toEqual([['1101'], ['1101', '1103']]);
  });

  it('that is established has nobody before it', () => {
    expect(told(graph).municipalities[1]).toMatchObject({ number: '1103', origin: 'established', predecessors: [], successors: [] });
  });

  it('is not there on a day on which its number is not valid', () => {
    expect(municipalityOn(graph, '1103', '2018-06-30' as CivilDate)?.number).toBeUndefined();
  });
});

describe('a renumbering', () => {
  const graph = graphOf(established('0701'), renumbered('0701', '3801', '2020-01-01'));

  it('ends the old number on the day before the new one begins', () => {
    expect([on(graph, '2019-12-31'), on(graph, '2020-01-01')]).toEqual([['0701'], ['3801']]);
  });

  it('leads all of the old one to the new one', () => {
    expect(predecessors(municipality(graph, '3801', '2020-01-01'))).toEqual([['0701', 10_000]]);
  });
});

describe('a merger', () => {
  const graph = graphOf(
    established('1103'),
    established('1141'),
    established('1142'),
    merged(['1103', '1141', '1142'], '1103', '2020-01-01'),
  );

  it('leaves one of several', () => {
    expect([on(graph, '2019-12-31'), on(graph, '2020-01-01')]).toEqual([['1103', '1141', '1142'], ['1103']]);
  });

  it('begins a new municipality, also under a number that stays', () => {
    const [before, after] = [municipality(graph, '1103', '2019-12-31'), municipality(graph, '1103', '2020-01-01')];
    expect([before.validTo, after.validFrom, after.origin]).toEqual(['2020-01-01', '2020-01-01', 'merged']);
  });

  it('has the old one under the number that stays among its predecessors', () => {
    const [first] = municipality(graph, '1103', '2020-01-01').predecessors;
    expect(first?.municipality === municipality(graph, '1103', '2019-12-31')).toBe(true);
  });
});

describe('a split', () => {
  const graph = graphOf(established('1507'), split('1507', [['1508', 8_621], ['1580', 1_379]], '2024-01-01')); // prettier-ignore

  it('leaves several of one', () => {
    expect([on(graph, '2023-12-31'), on(graph, '2024-01-01')]).toEqual([['1507'], ['1508', '1580']]);
  });

  it('gives each part its share of the one before it', () => {
    const parts = ['1508', '1580'].map((number) => predecessors(municipality(graph, number, '2024-01-01')));
    expect(parts).toEqual([[['1507', 8_621]], [['1507', 1_379]]]);
  });

  it('may leave a part under the old number, which is a new municipality still', () => {
    const kept = graphOf(established('1507'), split('1507', [['1507', 9_000], ['1580', 1_000]], '2024-01-01')); // prettier-ignore
    const { origin, validFrom } = municipality(kept, '1507', '2024-01-01');
    expect([origin, validFrom]).toEqual(['split', '2024-01-01']);
  });
});

describe('a municipality that was divided between mergers of one day', () => {
  // Tysfjord 1850 of 2020: a part to Narvik, the rest to Hamarøy.
  const graph = graphOf(
    established('1805'), established('1850'), established('1849'),
    merged([['1805', 10_000], ['1850', 4_300]], '1806', '2020-01-01'),
    merged([['1849', 10_000], ['1850', 5_700]], '1875', '2020-01-01'),
  ); // prettier-ignore

  it('is a predecessor of each', () => {
    const came = ['1806', '1875'].map((number) => predecessors(municipality(graph, number, '2020-01-01')));
    expect(came).toEqual([[['1805', 10_000], ['1850', 4_300]], [['1849', 10_000], ['1850', 5_700]]]); // prettier-ignore
  });

  it('has each as its successor', () => {
    const became = successorsOf(municipality(graph, '1850', '2019-12-31'));
    expect(became.map((step) => [step.municipalityNumber, step.shareBasisPoints])).toEqual([['1806', 4_300], ['1875', 5_700]]); // prettier-ignore
  });

  it('may go partly into a merger and partly into a municipality of its own', () => {
    const both = graphOf(
      established('5012'), established('5013'),
      merged([['5013', 10_000], ['5012', 3_600]], '5056', '2020-01-01'),
      split('5012', [['5099', 6_400]], '2020-01-01'),
    ); // prettier-ignore
    expect(on(both, '2020-01-01')).toEqual(['5056', '5099']);
    expect(municipality(both, '5099', '2020-01-01').origin).toBe('split');
  });
});

describe('a number that is used again', () => {
  const graph = graphOf(established('1505'), renumbered('1505', '1601', '2018-01-01'), established('1505', '2020-01-01'));

  it('is another municipality, with a gap between', () => {
    const exists = ['2017-12-31', '2019-12-31', '2020-01-01'].map((date) => municipalityOn(graph, '1505', date as CivilDate)?.validFrom);
    expect(exists).toEqual(['2017-01-01', undefined, '2020-01-01']);
  });

  it('may pass from one to another on one day', () => {
    const passed = graphOf(
      established('1505'),
      established('1571'),
      renumbered('1505', '1601', '2020-01-01'),
      renumbered('1571', '1505', '2020-01-01'),
    );
    expect(predecessors(municipality(passed, '1505', '2020-01-01'))).toEqual([['1571', 10_000]]);
  });

  it('may be exchanged between two on one day', () => {
    const exchanged = graphOf(
      established('1505'),
      established('1571'),
      renumbered('1505', '1571', '2020-01-01'),
      renumbered('1571', '1505', '2020-01-01'),
    );
    expect(predecessors(municipality(exchanged, '1505', '2020-01-01'))).toEqual([['1571', 10_000]]);
    expect(predecessors(municipality(exchanged, '1571', '2020-01-01'))).toEqual([['1505', 10_000]]);
  });
});

describe('a new name', () => {
  const graph = graphOf(established('5001'), renamed('5001', 'Trondheim - Tråante', '2023-01-01'));

  it('begins no new municipality', () => {
    expect(municipality(graph, '5001', '2024-01-01').validFrom).toBe('2017-01-01');
  });

  it('holds from its day on', () => {
    const one = municipality(graph, '5001', '2024-01-01');
    const names = ['2022-12-31', '2023-01-01'].map((date) => nameOn(one, date as CivilDate));
    expect(names).toEqual(['Municipality 5001', 'Trondheim - Tråante']);
  });

  it('of the day of a reform is the new municipality’s, not the old one’s', () => {
    const same = graphOf(
      established('5001'),
      established('5030'),
      merged(['5001', '5030'], '5001', '2020-01-01'),
      renamed('5001', 'Tråante', '2020-01-01'),
    );
    expect(nameOn(municipality(same, '5001', '2019-12-31'), '2019-12-31' as CivilDate)).toBe('Municipality 5001');
    expect(nameOn(municipality(same, '5001', '2020-01-01'), '2020-01-01' as CivilDate)).toBe('Tråante');
  });
});

describe('a county', () => {
  const graph = graphOf(countyEstablished('07'), countyEnded('07', '2020-01-01'), countyEstablished('38', '2020-01-01'));

  it('exists until the day on which it ended', () => {
    const exists = (number: string) => ['2019-12-31', '2020-01-01'].map((date) => countyOn(graph, number, date as CivilDate) !== undefined);
    expect([exists('07'), exists('38')]).toEqual([[true, false], [false, true]]); // prettier-ignore
  });

  it('may end and begin under one number on one day', () => {
    const again = graphOf(countyEstablished('18'), countyEstablished('18', '2024-01-01'), countyEnded('18', '2024-01-01'));
    expect(countyOn(again, '18', '2024-01-01' as CivilDate)?.validFrom).toBe('2024-01-01');
  });
});

describe('the register as known at a position', () => {
  const register = registerOf(
    established('1103'),
    established('1141'),
    merged(['1103', '1141'], '1103', '2020-01-01'),
    counted('1103', 130_000, '2020-01-01'),
    mended(3, merged([['1103', 10_000], ['1141', null]], '1103', '2021-01-01')),
  ); // prettier-ignore
  const knownAt = (position: number) => municipalityGraph(register, position as Position);

  it('has no reform that was not yet recorded', () => {
    expect(on(knownAt(2), '2020-01-01')).toEqual(['1103', '1141']);
  });

  it('has the reform from its position on', () => {
    expect(on(knownAt(3), '2020-01-01')).toEqual(['1103']);
  });

  it('has no count that was not yet recorded', () => {
    const counts = [3, 4].map((position) => municipality(knownAt(position), '1103', '2020-01-01').counts.length);
    expect(counts).toEqual([0, 1]);
  });

  it('has a mended fact as it was until it was mended', () => {
    expect([on(knownAt(4), '2020-06-01'), on(knownAt(5), '2020-06-01')]).toEqual([['1103'], ['1103', '1141']]);
  });

  it('has the content of the mended fact from then on', () => {
    expect(predecessors(municipality(knownAt(5), '1103', '2021-01-01'))).toEqual([['1103', 10_000], ['1141', null]]); // prettier-ignore
  });

  it('has nothing before its first event', () => {
    expect(knownAt(0).municipalities.length).toBe(0);
  });

  it('leaves a predecessor aside that it does not know yet', () => {
    const late = registerOf(established('1103'), merged(['1103', '1141'], '1103', '2020-01-01'), established('1141'));
    const known = [2, 3].map((position) => municipality(municipalityGraph(late, position as Position), '1103', '2020-01-01'));
    expect(known.map(predecessors)).toEqual([[['1103', 10_000]], [['1103', 10_000], ['1141', 10_000]]]); // prettier-ignore
  });
});

describe('facts of the register that clash', () => {
  it('leave the first position its number when two begin under it on one day', () => {
    const graph = graphOf(established('1103'), established('1141'), renumbered('1103', '1199', '2020-01-01'), renumbered('1141', '1199', '2020-01-01')); // prettier-ignore
    expect(predecessors(municipality(graph, '1199', '2020-01-01'))).toEqual([['1103', 10_000]]);
  });

  it('leave a number to whom has it already', () => {
    const graph = graphOf(established('1103'), established('1103', '2018-01-01'));
    expect(municipality(graph, '1103', '2018-01-01').validFrom).toBe('2017-01-01');
  });
});

describe('the order in which a register is recorded', () => {
  const events: RegisterEvent[] = [
    countyEstablished('11'), countyEstablished('18'), established('1103'), established('1141'), established('1805'), established('1849'),
    established('1850'), established('0701'), counted('1850', 2_000), merged(['1103', '1141'], '1103', '2020-01-01'),
    merged([['1805', 10_000], ['1850', 4_300]], '1806', '2020-01-01'), merged([['1849', 10_000], ['1850', 5_700]], '1875', '2020-01-01'),
    renumbered('0701', '1805', '2020-01-01'), renamed('1103', 'Stavanger', '2020-01-01'), counted('1103', 140_000, '2020-01-01'),
    countyEnded('18', '2020-01-01'), countyEstablished('18', '2020-01-01'),
    split('1103', [['1103', 9_000], ['1144', 1_000]], '2024-01-01'), counted('1144', 14_000, '2024-01-01'),
  ]; // prettier-ignore

  it('changes nothing: late or early, in whatever order of a day, the municipalities are the same', () => {
    const inOrder = told(graphOf(...events));
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(told(graphOf(...shuffled))).toEqual(inOrder);
      }),
    );
  });
});

describe('the lineage of a municipality', () => {
  it('is itself and all that it came from, through every reform', () => {
    const graph = graphOf(
      established('1504'), established('1523'), renumbered('1523', '1524', '2018-01-01'),
      merged(['1504', '1524'], '1507', '2020-01-01'), split('1507', [['1508', 8_000], ['1580', 2_000]], '2024-01-01'),
    ); // prettier-ignore
    const numbers = [...lineage(municipality(graph, '1580', '2024-01-01'))].map(({ number }) => number);
    expect(numbers).toEqual(['1580', '1507', '1504', '1524', '1523']);
  });
});
