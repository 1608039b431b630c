import { describe, expect, it } from '@jest/globals';
import { tamper } from '../eventstore/sqlite/tamper.ts';
import { mergedInto } from './reform.ts';
import { registry, serve } from './process.ts';
import { eventsIn, headOf, importInto, storeWithDigisos } from './store.ts';

const verify = (path: string) => registry(['verify'], { DATA_DIR: path });
const TABLE = ['effective_from,number,stage', '2018-04-23,0301,in-use', '2018-02-19,1201,in-use', '2020-05-01,4601,established'];

describe('verify', () => {
  it('finds nothing in a log as it was written, also beside a running service', async () => {
    const path = await storeWithDigisos();
    await importInto(path, TABLE);
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const { code, stdout, stderr } = await verify(path);
    await service.stop();
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: `verified up to position ${await headOf(path)}: nothing found\n`,
    });
  });

  it('names the event of which one byte was changed in the file', async () => {
    const path = await storeWithDigisos();
    await importInto(path, TABLE);
    const { id, position } = (await eventsIn(path)).find(({ stream }) => stream === 'nsr.adoption-digisos.0301') ?? {};
    tamper(path, (database) =>
      database.prepare(`UPDATE events SET data = replace(data, '2018-04-23', '2018-04-22') WHERE id = ?`).run(id ?? null),
    );
    const { code, stdout } = await verify(path);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout:
        `wrong-checksum: event ${id} at position ${position}: it is not as it was written\n` +
        `broken-chain: event ${id} at position ${position}: its hash is not that of nsr.adoption-digisos.0301 up to it\n`,
    });
  });

  it('names the gap that an event leaves that was taken out', async () => {
    const path = await storeWithDigisos();
    await importInto(path, TABLE);
    const { id, position } = (await eventsIn(path)).at(-2) ?? {};
    tamper(path, (database) => database.prepare('DELETE FROM events WHERE id = ?').run(id ?? null));
    const { code, stdout } = await verify(path);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^position-gap: event \\S+ at position ${Number(position) + 1}: the one before it is at ${Number(position) - 1}$`, 'm'),
    );
  });

  it('tells that events were taken from the end, which leaves no gap', async () => {
    const path = await storeWithDigisos();
    const head = await headOf(path);
    tamper(path, (database) => database.prepare('DELETE FROM events WHERE position > ?').run(head - 2));
    const { code, stdout } = await verify(path);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `damaged-file: the last event is at position ${head - 2}, and events up to ${head} were indexed; restore a backup\n`,
    );
  });

  it('names the report that a reform recorded later has made invalid', async () => {
    const path = await storeWithDigisos();
    await importInto(path, [...TABLE, '2030-05-01,1103,in-use']);
    const { id, position } = (await eventsIn(path)).find(({ stream }) => stream === 'nsr.adoption-digisos.1103') ?? {};
    expect((await verify(path)).code).toBe(0);
    await mergedInto(path, { effectiveFrom: '2030-01-01', predecessors: ['1103', '1124'], successor: '1199' });
    const { code, stdout } = await verify(path);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `report-without-municipality: report ${id} at position ${position}: municipality 1103 is not valid on 2030-05-01, so it counts nowhere\n`,
    });
  });
});
