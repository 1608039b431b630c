import { describe, expect, it } from '@jest/globals';
import type { Stored } from '../../src/eventstore/port.ts';
import { tamper } from '../eventstore/sqlite/tamper.ts';
import { recorded } from '../http/sector.ts';
import { startService } from '../http/service.ts';
import { mergedInto } from './reform.ts';
import { registry, serve } from './process.ts';
import { eventsIn, headOf, importInto, storeWithDigisos } from './store.ts';

const verify = (path: string) => registry(['verify'], { DATA_DIR: path });

/** Records these in the store of a folder, one after the other, each with what stands before it. @returns the last event of the log after each */
async function recordedIn(path: string, ...changes: readonly (readonly [target: string, body: object])[]): Promise<Stored[]> {
  const service = await startService({ folder: path });
  const events: Stored[] = [];
  for (const [target, body] of changes) {
    await recorded(target.endsWith('/reports') ? service.post(target, body) : service.change(target, body));
    events.push(...(await eventsIn(path)).slice(-1));
  }
  await service.stop();
  return events;
}

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
    expect(stdout).toMatch(
      new RegExp(`^missing-events: .* events up to position ${head} were answered for .* its last one is at ${head - 2}`),
    );
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

  it('names the target group of which a reform recorded later has taken a municipality', async () => {
    const path = await storeWithDigisos();
    const group = { effectiveFrom: '2030-05-01', kind: 'municipalities', numbers: ['0301', '1103'] };
    const [change] = await recordedIn(path, ['/v1/solutions/digisos/target-group-changes', group]);
    expect((await verify(path)).code).toBe(0);
    await mergedInto(path, { effectiveFrom: '2030-01-01', predecessors: ['1103', '1124'], successor: '1199' });
    const { code, stdout } = await verify(path);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `target-group-without-municipality: target group ${change?.id} at position ${change?.position}: 1103 not valid on 2030-05-01, so it has nobody of them\n`,
    });
  });

  it('names the report on a capability that the solution never had, once the description is annulled that had it', async () => {
    const path = await storeWithDigisos();
    const capabilities = [{ id: 'varsling', names: { nb: 'Varsling' } }];
    const description = { effectiveFrom: '2024-01-01', names: { nb: 'Digisos' }, capabilities };
    const report = { effectiveFrom: '2024-02-01', stage: 'in-use', source: 'supplier', capability: 'varsling' };
    const [described, reported] = await recordedIn(
      path,
      ['/v1/solutions/digisos/description-changes', description],
      ['/v1/solutions/digisos/adoptions/0301/reports', report],
    );
    expect((await verify(path)).code).toBe(0);
    await recordedIn(path, [`/v1/facts/${described?.id}/annulments`, { reason: 'It was never so.' }]);
    const { code, stdout } = await verify(path);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `report-without-capability: report ${reported?.id} at position ${reported?.position}: solution digisos never had the capability varsling, as is known now, so it counts nowhere\n`,
    });
  });
});
