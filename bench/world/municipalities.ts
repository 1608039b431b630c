import { municipalityGraph } from '../../src/domain/municipality/fold.ts';
import type { MunicipalityGraph } from '../../src/domain/municipality/graph.ts';
import { emptyRegister, evolveRegister } from '../../src/domain/municipality/register.ts';
import { position } from '../../src/domain/position.ts';
import { municipalityRegister } from '../../src/reference/register.ts';
import { type Day, dayOf } from './days.ts';

/** The real register of municipalities with all its reforms and counts: the part of the world that is not made up. */
export interface Municipalities {
  readonly register: ReturnType<typeof municipalityRegister>;
  readonly graph: MunicipalityGraph;
  /** Every number that was ever valid, in order. */
  readonly numbers: readonly string[];
  /** The indexes (in `numbers`) of those that were valid on a day. */
  readonly validOn: (day: Day) => Uint16Array;
}

export function municipalities(): Municipalities {
  const register = municipalityRegister();
  let folded = emptyRegister;
  for (const [index, { id, fact }] of register.entries()) folded = evolveRegister(folded, { ...fact, id, position: position(index + 1) });
  const graph = municipalityGraph(folded, folded.position);
  const numbers = [...graph.byNumber.keys()].sort();
  const indexOf = new Map(numbers.map((number, index) => [number, index]));

  const begins = [...new Set(graph.municipalities.map(({ validFrom }) => dayOf(validFrom)))].sort((a, b) => a - b);
  const valid = begins.map((day) => {
    const there = graph.municipalities.filter(
      ({ validFrom, validTo }) => dayOf(validFrom) <= day && (validTo === null || day < dayOf(validTo)),
    );
    return Uint16Array.from(there, ({ number }) => indexOf.get(number) ?? 0);
  });
  // Every end of a municipality is the beginning of another, so these days are all on which anything changes.
  const validOn = (day: Day): Uint16Array => valid[begins.findLastIndex((begin) => begin <= day)] ?? new Uint16Array();
  return { register, graph, numbers, validOn };
}
