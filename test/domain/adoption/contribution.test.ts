import { describe, expect, it } from '@jest/globals';
import { CONTRIBUTIONS, contributionsFor, COUNTS, fullCode } from '../../../src/domain/adoption/contribution.ts';
import { coverageOf, type CoverageRow } from '../../../src/domain/adoption/coverage.ts';
import { INHERITANCES } from '../../../src/domain/adoption/inheritance.ts';
import { reaches, stageOfRank, THRESHOLDS } from '../../../src/domain/adoption/stage.ts';
import { inheritedCode, isInherited, ownCode, rankUnder, STANDING_CODES, UNKNOWN } from '../../../src/domain/adoption/standing-code.ts';

const ranks = [1, 2, 3, 4, 5, 6, 7];
const triples = [0, ...ranks].flatMap((all) => [0, ...ranks].flatMap((majority) => ranks.map((any) => [all, majority, any] as const)));

describe('a standing as a number', () => {
  const inherited = triples.filter(([all, majority, any]) => all <= majority && majority <= any);

  it('has a code of its own for every stage and every inheritance there can be, below 128', () => {
    const codes = [UNKNOWN, ...ranks.map(ownCode), ...inherited.map((triple) => inheritedCode(...triple))];
    expect([new Set(codes).size, STANDING_CODES]).toEqual([codes.length, codes.length]);
    expect(Math.max(...codes)).toBeLessThan(128);
  });

  it.each(inherited)('inherited as %d, %d, %d has these ranks under the three rules', (...triple) => {
    const code = inheritedCode(...triple);
    expect([isInherited(code), INHERITANCES.map((rule) => rankUnder(code, rule))]).toEqual([true, triple]);
  });

  it.each(ranks)('of its own with rank %d has it under every rule', (rank) => {
    expect([isInherited(ownCode(rank)), INHERITANCES.map((rule) => rankUnder(ownCode(rank), rule))]).toEqual([false, [rank, rank, rank]]);
  });
});

describe('the contribution of a municipality', () => {
  it.each(THRESHOLDS)('is to the counts to which coverage adds it, for %s under every rule', (stage) => {
    for (const inheritance of INHERITANCES) {
      const contributions = contributionsFor(stage, inheritance);
      for (let code = 0; code < STANDING_CODES; code += 1)
        for (const old of [false, true])
          for (const member of [false, true]) {
            const stages = Object.fromEntries(INHERITANCES.map((rule) => [rule, stageOfRank(rankUnder(code, rule))]));
            const reached = reaches(stages[inheritance] ?? null, stage);
            const row = {
              member,
              reached,
              partial: reaches(stages['any'] ?? null, stage) && !reaches(stages['all'] ?? null, stage),
              stale: reached && old,
              standing: { source: code === UNKNOWN ? 'unknown' : isInherited(code) ? 'inherited' : 'own' },
            };
            const { municipalities } = coverageOf([row as CoverageRow]);
            const contribution = CONTRIBUTIONS[contributions[fullCode(code, old, member)] ?? -1] ?? -1;
            expect(COUNTS.map((_, bit) => (contribution >> bit) & 1)).toEqual(COUNTS.map((count) => municipalities[count]));
          }
    }
  });
});
