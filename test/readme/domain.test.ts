import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SOURCES } from '../../src/domain/adoption/events.ts';
import { STAGES } from '../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { SECTORS } from '../../src/domain/organisation/events.ts';
import { position } from '../../src/domain/position.ts';
import { REASONS } from '../../src/domain/solution/status.ts';
import { COST_ESTIMATES, COST_KINDS, PHASES, RESPONSIBILITIES, ROLES } from '../../src/domain/solution/vocabulary.ts';
import { ended, emptyTimeline, pointOn, type Timeline, withPoint } from '../../src/domain/timeline.ts';

const page = readFileSync('docs/domain.md', 'utf8');

describe('docs/domain.md', () => {
  it.each(Object.entries({ STAGES, SOURCES, SECTORS, PHASES, ROLES, RESPONSIBILITIES, COST_KINDS, COST_ESTIMATES, REASONS }))(
    'has every word of %s',
    (_name, words) => {
      expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
    },
  );

  it('has the stages in their order', () => {
    const listed = /^The stages, .*$/m.exec(page)?.[0] ?? '';
    expect([...listed.matchAll(/`([a-z-]+)`/g)].map(([, stage]) => stage)).toEqual(STAGES);
  });

  it('tells of a timeline what a timeline gives', () => {
    const [header = [], , ...rows] = tableOf('| recorded | fact |');
    const days = header.slice(2).map((title) => /\d{4}-\d\d-\d\d/.exec(title)?.[0] as CivilDate);
    let owners: Timeline<string> = emptyTimeline;
    for (const [index, [recorded = '', fact = '', ...told]] of rows.entries()) {
      const at = position(index + 1);
      const factId = /: (corrects|annuls) the second/.test(recorded) ? 'second' : (recorded.split(':')[0] ?? '');
      const [, value, effectiveFrom] = /^(\w+), from (\S+)$/.exec(fact) ?? [];
      owners = ended(owners, factId, at);
      if (value !== undefined) owners = withPoint(owners, { factId, effectiveFrom: effectiveFrom as CivilDate, position: at, value });
      expect({ recorded, told }).toEqual({ recorded, told: days.map((day) => pointOn(owners, day)?.value) });
    }
    expect(rows).toHaveLength(5);
  });
});

/** The cells of the rows of a table, its header and the line under it among them. */
function tableOf(header: string): string[][] {
  const table = page.slice(page.indexOf(header)).split('\n\n')[0] ?? '';
  return table.split('\n').map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
