import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { dataPath } from '../../example/data.ts';
import { folder, registry, root } from './process.ts';
import { eventsIn, fileOf, headOf, importInto, numbersOf2020, reportsIn, storeWithDigisos } from './store.ts';

const STAGES = 'effective_from,number,stage';
const DIGISOS = 'date,event,number';

/** What a report says, without what every report of a test has in common. */
const said = async (path: string) =>
  (await reportsIn(path)).map((report) => {
    const { municipalityNumber, effectiveFrom, stage, source, evidence, confirmedAt } = report as unknown as Record<string, string | null>;
    return [municipalityNumber, effectiveFrom, stage, source, evidence, confirmedAt];
  });

describe('a table of stages', () => {
  const table = [
    `${STAGES},source,evidence,confirmed_at`,
    '2018-02-19,0301,committed,municipality,case 17/231,2018-03-01',
    '2018-04-23,0301,in-use,,,',
    '2018-04-23,1201,in-use,measured,"a, b",',
  ];

  it('is recorded row by row; where it is silent the source is the supplier and the day of confirmation the date', async () => {
    const path = await storeWithDigisos();
    const { code, stdout } = await importInto(path, table);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '3 rows recorded, 0 changed nothing, 0 recorded already\n' });
    const reports = await said(path);
    expect(reports.filter(([number]) => number === '0301')).toEqual([
      ['0301', '2018-02-19', 'committed', 'municipality', 'case 17/231', '2018-03-01'],
      ['0301', '2018-04-23', 'in-use', 'supplier', null, '2018-04-23'],
    ]);
    expect(reports.filter(([number]) => number === '1201')).toEqual([['1201', '2018-04-23', 'in-use', 'measured', 'a, b', '2018-04-23']]);
  });

  it('looks as README shows it', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const named = /the header `([\w,]+)`, with `([\w,]+)` after it as wanted, and rows\s+such as `([\w,-]+)`/.exec(readme);
    const [, header = '', wanted = '', row = ''] = named ?? [];
    const [short, long] = [await storeWithDigisos(), await storeWithDigisos()];
    expect(await importInto(short, [header, row])).toMatchObject({ code: 0 });
    const cells = wanted.split(',').map((name) => ({ source: 'measured', evidence: 'seen', confirmed_at: '2018-05-01', capability: 'innsyn' })[name] ?? ''); // prettier-ignore
    expect(await importInto(long, [`${header},${wanted}`, `${row},${cells.join()}`])).toMatchObject({ code: 0 });
    expect([...(await said(short)), ...(await said(long))]).toEqual([
      ['0301', '2018-04-23', 'in-use', 'supplier', null, '2018-04-23'],
      ['0301', '2018-04-23', 'in-use', 'measured', 'seen', '2018-05-01'],
    ]);
    expect(((await reportsIn(long)) as unknown as Record<string, unknown>[])[0]?.['capability']).toBe('innsyn');
  });

  it('may say which capability a row is about; a column of them that is empty makes no other rows of those before', async () => {
    const path = await storeWithDigisos();
    await importInto(path, [STAGES, '2018-04-23,0301,in-use']);
    const { stdout } = await importInto(path, [`${STAGES},capability`, '2018-04-23,0301,in-use,', '2018-06-01,0301,in-use,innsyn']);
    expect(stdout).toBe('1 row recorded, 0 changed nothing, 1 recorded already\n');
    const reports = (await reportsIn(path)) as unknown as Record<string, unknown>[];
    expect(reports[0]?.['id']).toBe('d02a01fd-fc7c-557a-8fe8-6e63c260b44d'); // for ever: a table is imported again by later releases, too
    expect(reports.map(({ effectiveFrom, capability }) => [effectiveFrom, capability])).toEqual([
      ['2018-04-23', null],
      ['2018-06-01', 'innsyn'],
    ]);
  });

  it('that was recorded before may have got rows since, anywhere: they are recorded, and no other once more', async () => {
    const path = await storeWithDigisos();
    const [first, repeated, last] = ['2018-04-23,0301,in-use', '2018-04-23,0301,in-use', '2019-01-01,0301,established'];
    await importInto(path, [STAGES, first, repeated, last]);
    const { stdout } = await importInto(path, [STAGES, '2017-05-01,0301,planned', first, repeated, '2018-09-01,0301,withdrawn', last]);
    expect(stdout).toBe('2 rows recorded, 0 changed nothing, 3 recorded already\n');
    expect((await said(path)).map(([, effectiveFrom, stage]) => [effectiveFrom, stage])).toEqual([
      ['2018-04-23', 'in-use'],
      ['2019-01-01', 'established'],
      ['2017-05-01', 'planned'],
      ['2018-09-01', 'withdrawn'],
    ]);
  });

  it('that was recorded before leaves alone what changed nothing then, though another row of that day holds by now', async () => {
    const path = await storeWithDigisos();
    const rows = ['2018-04-23,0301,in-use', '2018-04-23,0301,in-use', '2018-04-23,0301,withdrawn', '2019-01-01,0301,established'];
    await importInto(path, [STAGES, ...rows]);
    const { stdout } = await importInto(path, [STAGES, ...rows]);
    expect(stdout).toBe('0 rows recorded, 0 changed nothing, 4 recorded already\n');
  });

  it('is only looked at with --dry-run', async () => {
    const path = await storeWithDigisos();
    const head = await headOf(path);
    const { code, stdout } = await importInto(path, table, '--dry-run');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '3 rows would be recorded, 0 would change nothing, 0 recorded already\n' });
    expect(await headOf(path)).toBe(head);
  });

  it('is read as Excel writes it: byte order mark, CRLF, rows with nothing in them at the end, and semicolons in Norway', async () => {
    const path = await storeWithDigisos();
    const table = `\uFEFF${STAGES},evidence\r\n2018-04-23,0301,in-use,sak 18/4711\r\n,,,\r\n\r\n`;
    const written = (text: string) => {
      const file = join(folder(), 'excel.csv');
      writeFileSync(file, text);
      return registry(['import', 'adoption', file, '--solution', 'digisos'], { DATA_DIR: path });
    };
    expect((await written(table)).stdout).toBe('1 row recorded, 0 changed nothing, 0 recorded already\n');
    expect((await written(table.replaceAll(',', ';'))).stdout).toBe('0 rows recorded, 0 changed nothing, 1 recorded already\n');
  });

  it('may have commas in a cell where semicolons are between them', async () => {
    const path = await storeWithDigisos();
    await importInto(path, [`${STAGES};evidence`.replaceAll(',', ';'), '2018-04-23;0301;in-use;1,5 a month, on average']);
    expect((await said(path)).map(([, , , , evidence]) => evidence)).toEqual(['1,5 a month, on average']);
  });

  it('of the national supplier function is recorded in its name, and with --consumer in that of a municipality that reports for itself', async () => {
    const path = await storeWithDigisos();
    await importInto(path, [STAGES, '2018-02-19,0301,committed']);
    const { code } = await importInto(path, [STAGES, '2018-04-23,0301,in-use'], '--consumer', '958935420');
    expect(code).toBe(0);
    expect((await eventsIn(path)).slice(-2).map(({ metadata }) => metadata.consumer)).toEqual(['994598759', '958935420']);
  });
});

describe('an import into a folder without a store', () => {
  it('ends with 3 and makes none: no solution could be registered there', async () => {
    const path = folder();
    const { code, stderr } = await importInto(path, [STAGES, '2020-05-01,0301,in-use']);
    expect({ code, there: existsSync(join(path, 'registry.db')) }).toEqual({ code: 3, there: false });
    expect(stderr).toContain('there is no store in');
  });
});

describe('bad rows', () => {
  const [good, later] = ['2020-05-01,0301,in-use', '2020-06-01,0301,established'];
  let path: string;
  let head: number;
  beforeAll(async () => {
    path = await storeWithDigisos();
    head = await headOf(path);
  });

  const refused = async (lines: readonly string[], ...options: readonly string[]) => {
    const { code, stdout, stderr } = await importInto(path, lines, ...options);
    expect({ code, stdout, head: await headOf(path) }).toEqual({ code: 1, stdout: '', head });
    return stderr.split('\n').filter((line) => !line.startsWith('checked rows') && line !== '');
  };

  it('are each named with line and reason, whichever pass finds them, and nothing is recorded', async () => {
    const table = [
      STAGES,
      good,
      '2020-02-30,0301,in-use',
      '2020-05-01,301,in-use',
      '2020-05-01,0301,used',
      '2020-05-01,1201,in-use',
      '2020-05-01,9999,in-use',
      '2016-12-31,0301,in-use',
      '2020-05-01,0301',
      '20200501,Oslo,',
      '2202-05-01,0301,in-use',
      later,
    ];
    expect(await refused(table)).toEqual([
      'line 3: the date must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31, not «2020-02-30»',
      'line 4: number must be four digits, not «301»',
      expect.stringMatching(/^line 5: «used» is none of withdrawn, considering, .*, established$/),
      'line 6: municipality 1201 is not valid on 2020-05-01: it was renumbered to 4601 on 2020-01-01',
      'line 7: the register has never had a municipality 9999',
      expect.stringMatching(/^line 8: .*2017-01-01/),
      'line 9: 2 cells where the header has 3',
      expect.stringMatching(/^line 10: number must be four digits, not «Oslo»; the date must be .*; «» is none of withdrawn, /),
      'line 11: the date must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31, not «2202-05-01»',
      '9 bad rows; nothing was recorded',
    ]);
  });

  it('are counted among those that were checked', async () => {
    const { stderr } = await importInto(path, [STAGES, good, '2020-02-30,0301,in-use', '2020-05-01,1201,in-use', later]);
    expect(stderr).toContain('checked rows: 4 of 4\nline 3: ');
  });

  it('of the Digisos table are those with another event than its three, a stage among them', async () => {
    expect(await refused([DIGISOS, '2020-05-01,in-use,0301'])).toEqual([
      'line 2: «in-use» is none of enabled, disabled, moved-to-central-config',
      '1 bad row; nothing was recorded',
    ]);
  });

  it('in optional columns are named too', async () => {
    const long = 'x'.repeat(5000);
    const table = [`${STAGES},source,evidence,confirmed_at`, `${good},hearsay,${long},soon`];
    expect(await refused(table)).toEqual([
      expect.stringMatching(
        /^line 2: source must be one of .*«hearsay»; evidence must be readable text of at most 500 characters; confirmed_at must be .*«soon»$/,
      ),
      '1 bad row; nothing was recorded',
    ]);
  });

  it('are those put before one of the same day that is recorded already: they would come after it', async () => {
    const known = await storeWithDigisos();
    await importInto(known, [STAGES, good]);
    const { code, stderr } = await importInto(known, [STAGES, good.replace('in-use', 'planned'), good]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^checked rows: 2 of 2\nline 2: line 3, of the same municipality and day, is recorded already, .*\n1 bad row; nothing was recorded\n$/,
      ) as unknown,
    });
  });

  it('name a capability that the solution does not have, or that can be no name of one', async () => {
    const table = [`${STAGES},capability`, `${good},`, '2020-05-01,0301,in-use,journal', '2020-05-01,0301,in-use,Innsyn i sak'];
    expect(await refused(table)).toEqual([
      'line 3: the solution has no capability journal on 2020-05-01; it has innsyn',
      'line 4: capability must be the name of one, in lower-case letters, digits and hyphens, or empty for the whole, not «Innsyn i sak»',
      '2 bad rows; nothing was recorded',
    ]);
  });

  it('are told of a header of neither kind, with an unknown column, or with one twice', async () => {
    const tabs = await refused([STAGES.replaceAll(',', '\t'), good.replaceAll(',', '\t')]);
    expect(tabs).toContainEqual(
      'line 1: the header must have effective_from, number, stage or date, event, number, with commas or semicolons between them',
    );
    expect(await refused([`${STAGES},name`, `${good},Oslo`])).toContainEqual(
      expect.stringMatching(/^line 1: the columns «name» are not known/),
    );
    expect(await refused([`${STAGES},stage`, `${good},in-use`])).toContainEqual(
      expect.stringMatching(/^line 1: the columns «stage» are not known or stand twice/),
    );
  });

  it('are told without what a terminal takes for an order, and without all of what is long', async () => {
    expect(await refused([STAGES, `2018-04-23,\u001B[2J,${'x'.repeat(5_000)}`])).toContainEqual(
      `line 2: number must be four digits, not «\\u001b[2J»; «${'x'.repeat(60)}…» is none of withdrawn, considering, planned, committed, introducing, in-use, established`,
    );
  });

  it('are what is no CSV', async () => {
    expect(await refused([STAGES, good, '2020-05-01,"0301,in-use'])).toContainEqual(
      'line 3: this is not CSV: a quote that opens in this row is not closed',
    );
  });

  it('are not looked for in a table about a solution that nobody registered', async () => {
    const file = fileOf([STAGES, good, later]);
    const { code, stderr } = await registry(['import', 'adoption', file, '--solution', 'digisosial'], { DATA_DIR: path });
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'solution digisosial is not registered; nothing was recorded\n' });
    expect(await headOf(path)).toBe(head);
  });

  it('are the rows of an organisation that may not report', async () => {
    expect(await refused([STAGES, good], '--consumer', '983544622')).toEqual([
      expect.stringMatching(/^line 2: organisation 983544622 may not record this of the municipality/),
      '1 bad row; nothing was recorded',
    ]);
  });

  it('do not come from a file in another encoding: it is refused', async () => {
    const file = join(folder(), 'latin1.csv');
    writeFileSync(file, Buffer.from(`${STAGES},evidence\n${good},Tromsø\n`, 'latin1'));
    const { code, stderr } = await registry(['import', 'adoption', file, '--solution', 'digisos'], { DATA_DIR: path });
    expect({ code, stderr, head: await headOf(path) }).toEqual({ code: 2, stderr: `${file} is not UTF-8; save it as such\n`, head });
  });

  it('one among 100,000 is enough: it is named, and nothing is recorded', async () => {
    const numbers = numbersOf2020();
    const rows = Array.from({ length: 100_000 }, (_, index) => {
      const day = new Date(Date.UTC(2020, 0, 1 + Math.floor(index / numbers.length))).toISOString().slice(0, 10);
      return `${day},${numbers[index % numbers.length] ?? ''},${index % 2 === 0 ? 'in-use' : 'established'}`;
    });
    rows[70_000] = '2020-07-01,1201,in-use';
    expect(await refused([STAGES, ...rows])).toEqual([
      'line 70002: municipality 1201 is not valid on 2020-07-01: it was renumbered to 4601 on 2020-01-01',
      '1 bad row; nothing was recorded',
    ]);
  }, 180_000);
});

describe('the Digisos table', () => {
  it('says enabled for in-use and disabled for withdrawn, as measured, with the commit as evidence; other columns are passed over', async () => {
    const path = await storeWithDigisos();
    const { code } = await importInto(path, [
      'date,event,number,source_commit,note',
      '2018-04-23,enabled,0301,592fe0ff3145,first',
      '2018-05-04,disabled,0301,5a33fc7fcbd6,',
    ]);
    expect(code).toBe(0);
    expect(await said(path)).toEqual([
      ['0301', '2018-04-23', 'in-use', 'measured', '592fe0ff3145', '2018-04-23'],
      ['0301', '2018-05-04', 'withdrawn', 'measured', '5a33fc7fcbd6', '2018-05-04'],
    ]);
  });

  it('confirms by moved-to-central-config the stage of that date, also one that a reform carried over', async () => {
    const path = await storeWithDigisos();
    await importInto(path, [STAGES, '2018-02-19,1201,established']); // 1201 became 4601 on 2020-01-01
    const { code } = await importInto(path, [DIGISOS, '2020-05-26,moved-to-central-config,4601']);
    expect(code).toBe(0);
    expect((await said(path)).at(-1)).toEqual(['4601', '2020-05-26', 'established', 'measured', null, '2020-05-26']);
  });

  it('takes the rows before it as recorded when it asks for the present stage', async () => {
    const path = await storeWithDigisos();
    await importInto(path, [DIGISOS, '2020-05-01,enabled,4601', '2020-05-26,moved-to-central-config,4601']);
    expect((await said(path)).map(([, day, stage]) => [day, stage])).toEqual([
      ['2020-05-01', 'in-use'],
      ['2020-05-26', 'in-use'],
    ]);
  });

  it('is bad where it confirms a stage that nobody reported', async () => {
    const path = await storeWithDigisos();
    const { code, stderr } = await importInto(path, [DIGISOS, '2020-05-26,moved-to-central-config,4601', '2020-05-27,enabled,4601']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'line 2: municipality 4601 has no stage on 2020-05-26 that could be confirmed\n1 bad row; nothing was recorded\n',
    );
    expect(await reportsIn(path)).toEqual([]);
  });

  it('counts in the order of the file: enabled, disabled and enabled on one day is in use, and all three are recorded', async () => {
    const path = await storeWithDigisos();
    const rows = readFileSync(dataPath('digisos.csv'), 'utf8')
      .split('\n')
      .filter((line) => line.includes(',4647,'));
    expect(rows).toHaveLength(3);
    const { stdout } = await importInto(path, [`${DIGISOS},source_commit`, ...rows]);
    expect(stdout).toBe('3 rows recorded, 0 changed nothing, 0 recorded already\n');
    expect((await said(path)).map(([, , stage]) => stage)).toEqual(['in-use', 'withdrawn', 'in-use']);
  });

  it('may say the same twice: around another event both count, one after the other changes nothing', async () => {
    const path = await storeWithDigisos();
    const [on, off] = ['2020-03-24,enabled,4647', '2020-03-24,disabled,4647'];
    const { stdout } = await importInto(path, [DIGISOS, on, off, on, on]);
    expect(stdout).toBe('3 rows recorded, 1 changed nothing, 0 recorded already\n');
    expect((await said(path)).map(([, , stage]) => stage)).toEqual(['in-use', 'withdrawn', 'in-use']);
  });
});

describe('a table imported again', () => {
  it('records nothing twice', async () => {
    const path = await storeWithDigisos();
    const whole = ['import', 'adoption', dataPath('digisos.csv'), '--solution', 'digisos'];
    const first = await registry(whole, { DATA_DIR: path });
    const head = await headOf(path);
    const again = await registry(whole, { DATA_DIR: path });
    expect([first.stdout, again.stdout]).toEqual([
      '232 rows recorded, 0 changed nothing, 0 recorded already\n',
      '0 rows recorded, 0 changed nothing, 232 recorded already\n',
    ]);
    expect(await headOf(path)).toBe(head);
  });

  it('with rows more records those, and goes by what a row says, not by where it stands', async () => {
    const path = await storeWithDigisos();
    await importInto(path, [STAGES, '2018-04-23,0301,in-use', '2018-04-23,1201,in-use']);
    const { stdout } = await importInto(path, [
      STAGES,
      '2018-02-19,0219,planned',
      '2018-04-23,1201,in-use',
      '2018-04-23,0301,in-use',
      '2019-01-01,0301,established',
    ]);
    expect(stdout).toBe('2 rows recorded, 0 changed nothing, 2 recorded already\n');
  });
});
