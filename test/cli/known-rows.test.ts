import { describe, expect, it } from '@jest/globals';
import { plan } from '../../src/cli/adoption/plan.ts';
import { readTable } from '../../src/cli/adoption/table.ts';
import type { Standing } from '../../src/cli/adoption/target.ts';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../src/domain/authority.ts';
import { type AdoptionEvent, AdoptionReported } from '../../src/domain/adoption/events.ts';
import { type Adoption, evolve, noAdoption, reportIn } from '../../src/domain/adoption/state.ts';
import { municipalityGraph } from '../../src/domain/municipality/fold.ts';
import { emptyRegister, evolveRegister } from '../../src/domain/municipality/register.ts';
import { NEVER, type Position } from '../../src/domain/position.ts';
import { type Slug } from '../../src/domain/names.ts';
import { municipalityRegister } from '../../src/reference/register.ts';

const asked = { solutionId: 'digisos' as Slug, consumer: NATIONAL_SUPPLIER_FUNCTION };
const register = municipalityRegister().map(({ id, fact }, index) => ({ ...fact, id, position: (index + 1) as Position }));
const municipalities = municipalityGraph(register.reduce(evolveRegister, emptyRegister), NEVER);

/** A registry that knows one municipality, 0301, and takes every report. */
class Known {
  readonly #events: (AdoptionEvent & { readonly id: string; readonly position: Position })[] = [];

  add(event: AdoptionEvent): string {
    const id = `event-${this.#events.length}`;
    this.#events.push({ ...event, id, position: (this.#events.length + 1) as Position });
    return id;
  }

  get adoption(): Adoption {
    return this.#events.reduce<Adoption>(evolve, noAdoption);
  }

  get standing(): Standing {
    const said = this.#events.flatMap(({ type, data }) =>
      type === 'AdoptionReported' ? [data] : type === 'AdoptionReportCorrected' ? [data.fact.data] : [],
    );
    return {
      municipalities,
      reportOn: (_number, date) => reportIn(this.adoption, null, date),
      past: () => Promise.resolve({ said, adoption: this.adoption }),
    };
  }

  /** Imports rows of a table, as far as a registry records what is planned. */
  async import(lines: readonly string[], header = 'effective_from,number,stage') {
    const { reports, bad, left, recordedBefore, unchanged } = await plan(
      readTable([header, ...lines].join('\n')).rows,
      this.standing,
      asked,
    );
    const open = bad.length > 0 ? [] : [...reports.values()].flat();
    for (const { row, body } of open) this.report({ municipalityNumber: row.number, ...body });
    return { recorded: open.length, unchanged, recordedBefore, left: left.map(({ line }) => line), bad: bad.map(({ line }) => line) };
  }

  report(content: object): string {
    return this.add({ type: 'AdoptionReported', data: reported(content) });
  }

  /** The stage on a day. */
  on(date: string): string | undefined {
    return reportIn(this.adoption, null, date as never)?.stage;
  }
}

const reported = (content: object) =>
  AdoptionReported.data.parse({
    solutionId: 'digisos', municipalityNumber: '0301', capability: null, source: 'supplier', evidence: null, confirmedAt: '2021-01-01', ...content,
  }); // prettier-ignore

const [PLANNED, IN_USE] = ['2021-01-01,0301,planned', '2021-01-01,0301,in-use'];
const planned = { effectiveFrom: '2021-01-01', stage: 'planned' };
const inUse = { effectiveFrom: '2021-01-01', stage: 'in-use' };

describe('a table that is imported again', () => {
  it('with a row that was changed records what it says now', async () => {
    const known = new Known();
    await known.import([PLANNED]);
    expect(await known.import([IN_USE])).toMatchObject({ recorded: 1, left: [] });
    expect(known.on('2021-01-01')).toBe('in-use');
  });

  it('with a row that was changed and changed back tells that it left it, since it cannot know whether that is meant', async () => {
    const known = new Known();
    for (const row of [PLANNED, IN_USE]) await known.import([row]);
    expect(await known.import([PLANNED])).toEqual({ recorded: 0, unchanged: 0, recordedBefore: 0, left: [2], bad: [] });
  });

  it('in another order of the rows of a day tells that the last of them does not hold', async () => {
    const known = new Known();
    await known.import([PLANNED, IN_USE]);
    expect(await known.import([PLANNED, IN_USE])).toMatchObject({ recordedBefore: 2, left: [] });
    expect(await known.import([IN_USE, PLANNED])).toMatchObject({ recorded: 0, recordedBefore: 1, left: [3] });
  });

  it('goes on behind an interruption, also where a row comes a second time', async () => {
    const known = new Known();
    await known.import([PLANNED, IN_USE]);
    expect(await known.import([PLANNED, IN_USE, PLANNED])).toMatchObject({ recorded: 1, recordedBefore: 2 });
    expect(known.on('2021-01-01')).toBe('planned');
  });

  it('does not undo what was said since of a day for which it has the same row twice', async () => {
    const known = new Known();
    expect(await known.import([PLANNED, PLANNED])).toMatchObject({ recorded: 1, unchanged: 1 });
    known.report(inUse);
    expect(await known.import([PLANNED, PLANNED])).toMatchObject({ recorded: 0, recordedBefore: 1, left: [2] });
    expect(known.on('2021-01-01')).toBe('in-use');
  });

  it('does not bring back what was annulled, whoever had reported it', async () => {
    const known = new Known();
    const factId = known.report(planned);
    expect(await known.import([PLANNED])).toMatchObject({ recorded: 0, recordedBefore: 1 });
    known.add({ type: 'AdoptionReportAnnulled', data: { factId, reason: 'a mistake' } });
    expect(await known.import([PLANNED])).toMatchObject({ recorded: 0, left: [2] });
    expect(known.on('2021-01-01')).toBeUndefined();
  });

  it('does not bring back what was corrected, though it is given another column that says what was said without it', async () => {
    const known = new Known();
    await known.import([PLANNED]);
    const fact = { type: 'AdoptionReported' as const, data: reported({ ...planned, effectiveFrom: '2022-01-01' }) };
    known.add({ type: 'AdoptionReportCorrected', data: { factId: 'event-0', reason: 'a mistake', fact } });
    expect(await known.import([`${PLANNED},supplier`], 'effective_from,number,stage,source')).toMatchObject({ recorded: 0, left: [2] });
    expect(known.on('2021-06-01')).toBeUndefined();
  });
});

describe('a table that says the same in two spellings', () => {
  const header = 'effective_from,number,stage,source,confirmed_at';
  const rows = ['2021-01-01,0301,in-use,,', '2021-01-01,0301,withdrawn,,', '2021-01-01,0301,in-use,supplier,2021-01-01'];

  it.each([1, 2])('goes on where it was cut short behind row %i', async (until) => {
    const known = new Known();
    await known.import(rows.slice(0, until), header);
    expect(await known.import(rows, header)).toMatchObject({ recorded: 3 - until, recordedBefore: until, left: [], bad: [] });
    expect(known.on('2021-06-01')).toBe('in-use');
    expect(await known.import(rows, header)).toMatchObject({ recorded: 0, recordedBefore: 3 });
  });

  it('in two rows one after the other says it once', async () => {
    expect(await new Known().import([rows[0] ?? '', rows[2] ?? ''], header)).toMatchObject({ recorded: 1, unchanged: 1 });
  });
});

describe('a table of the central configuration', () => {
  const header = 'date,event,number,source_commit';
  const rows = ['2020-02-01,enabled,0301,c1', '2020-05-01,moved-to-central-config,0301,c2'];

  it('that gets a row before a confirmation that is recorded is refused: that confirmed another stage', async () => {
    const known = new Known();
    await known.import(rows, header);
    const more = ['2020-03-01,disabled,0301,c3', '2020-06-01,disabled,0301,c4'];
    expect(await known.import([rows[0] ?? '', more[0] ?? '', rows[1] ?? ''], header)).toMatchObject({ recorded: 0, bad: [3] });
    expect(await known.import([...rows, more[1] ?? ''], header)).toMatchObject({ recorded: 1, recordedBefore: 2, bad: [] });
  });

  it('that is not in the order of its dates goes on where it was cut short', async () => {
    const late = '2020-03-01,disabled,0301,c3';
    const [whole, cut] = [new Known(), new Known()];
    await whole.import([...rows, late], header);
    await cut.import(rows, header);
    expect(await cut.import([...rows, late], header)).toMatchObject({ recorded: 1, recordedBefore: 2, bad: [] });
    const stages = (known: Known) => ['2020-02-15', '2020-04-15', '2020-06-15'].map((date) => known.on(date));
    expect(stages(cut)).toEqual(stages(whole));
  });

  it('with a column of the other kind is refused: it would be passed over', () => {
    const { bad } = readTable('date,event,number,capability\n2021-05-05,enabled,0301,innsyn');
    expect(bad).toEqual([{ line: 1, reason: expect.stringMatching(/^the columns «capability» are not known or stand twice/) as unknown }]);
    expect(readTable('date,event,number,remark\n2021-05-05,enabled,0301,x').bad).toEqual([]);
  });
});
