import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REGISTER_STREAM } from '../../src/domain/streams.ts';
import { STORE_VERSION } from '../../src/eventstore/sqlite/schema.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { described } from '../eventstore/events.ts';
import { tamper } from '../eventstore/sqlite/tamper.ts';
import { ask, folder, registry, serve } from './process.ts';
import { eventsIn, fileOf, headOf, importInto, storeWithDigisos } from './store.ts';

/** How serving such a store ends: at once, and in a sentence. */
async function refusal(path: string): Promise<string> {
  const { code, stdout, stderr } = await registry(['serve'], { DATA_DIR: path, PORT: '0' });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).not.toMatch(/^ +at /m);
  return stderr;
}

describe('a store that cannot be served ends the start with 3', () => {
  it('when it is no database', async () => {
    const path = folder();
    writeFileSync(join(path, 'registry.db'), 'kommune;løsning\n'.repeat(1000));
    expect(await refusal(path)).toContain(`the store is damaged: ${join(path, 'registry.db')}: file is not a database`);
  });

  it('when it is cut off', async () => {
    const path = await storeWithDigisos();
    truncateSync(join(path, 'registry.db'), 81_920);
    expect(await refusal(path)).toContain('the store is damaged: ');
  });

  it('when a page of it was overwritten', async () => {
    const path = await storeWithDigisos();
    const file = openSync(join(path, 'registry.db'), 'r+');
    writeSync(file, Buffer.alloc(4096, 'x'), 0, 4096, 4096 * 40);
    closeSync(file);
    expect(await refusal(path)).toMatch(/the store is damaged: .*registry\.db: /);
  });

  it('when a newer release wrote it, which it names', async () => {
    const path = await storeWithDigisos();
    tamper(path, (database) => {
      database.exec(`PRAGMA user_version = ${STORE_VERSION + 1}`);
    });
    expect(await refusal(path)).toContain(
      `registry.db was written by a newer release (store version ${STORE_VERSION + 1}; this one knows up to ${STORE_VERSION}); upgrade the service`,
    );
  });

  it('when another process serves it; that one goes on', async () => {
    const path = await storeWithDigisos();
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const message = await refusal(path);
    const { status } = await ask(`${service.url}/health/ready`);
    const { code } = await service.stop();
    expect(message).toMatch(/^another process already writes to .*registry\.db; stop it first/);
    expect({ status, code }).toEqual({ status: 200, code: 0 });
  });
});

describe('a store with an event that does not decode', () => {
  async function withBrokenEvent(): Promise<{ path: string; id: string; position: number }> {
    const path = await storeWithDigisos();
    await importInto(path, ['effective_from,number,stage', '2018-04-23,0301,in-use', '2018-05-04,0301,withdrawn']);
    const store = openSqliteStore({ path });
    const { position } = await store.append('nsr.solution-digisos', [described(10)], 0);
    await store.close();
    const { id } = (await eventsIn(path)).at(-1) ?? { id: '' };
    tamper(path, (database) => database.prepare(`UPDATE events SET data = replace(data, 'description', 'words') WHERE id = ?`).run(id));
    return { path, id, position };
  }

  it('is served, so that an operator can look: not ready, and no figure that leaves it out', async () => {
    const { path, id } = await withBrokenEvent();
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'silent' });
    const [live, ready, coverage] = await Promise.all(
      ['/health/live', '/health/ready', '/v1/solutions/digisos/coverage'].map((asked) => ask(service.url + asked)),
    );
    const { code } = await service.stop();
    expect([live?.status, ready?.status, coverage?.status]).toEqual([200, 503, 503]);
    expect(JSON.stringify(ready?.body)).toContain(id);
    expect(coverage?.body).toMatchObject({ code: 'read-model-stopped' });
    expect(code).toBe(0);
  });

  it('is told at the start, which calls no read model current', async () => {
    const { path, id } = await withBrokenEvent();
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'info' });
    await service.stop();
    const said = service.lines.map((line) => JSON.parse(line) as { msg: string; stopped?: readonly { reason: string }[] });
    expect(said.map(({ msg }) => msg)).not.toContain('the read models are current');
    expect(said.find(({ stopped }) => stopped)?.stopped?.[0]?.reason).toContain(id);
  });

  it('is served without it when it is listed as known bad, and every answer says that one is left out; an id that is nowhere is told', async () => {
    const { path, id } = await withBrokenEvent();
    const nowhere = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
    const service = await serve({ DATA_DIR: path, KNOWN_BAD_EVENTS: `${id},${nowhere}`, LOG_LEVEL: 'warn' });
    const ready = await ask(`${service.url}/health/ready`);
    const coverage = await ask(`${service.url}/v1/solutions/digisos/coverage?asOf=2018-04-30`);
    await service.stop();
    expect(ready).toMatchObject({ status: 200, body: { leftOut: 1 } });
    expect(coverage.status).toBe(200);
    expect(coverage.headers.get('Registry-Left-Out')).toBe('1');
    const warned = service.lines.filter((line) => line.includes('KNOWN_BAD_EVENTS lists events that the log does not have'));
    expect(warned.map((line) => (JSON.parse(line) as { events: unknown }).events)).toEqual([[nowhere]]);
  });

  it('keeps its stream from being written to, also where it is listed, and is named; other streams take writes', async () => {
    const { path, id } = await withBrokenEvent();
    const service = await serve({ DATA_DIR: path, KNOWN_BAD_EVENTS: id, LOG_LEVEL: 'silent' });
    const cost = {
      fiscalYear: 2024,
      kind: 'operation',
      estimate: 'actual',
      amount: { amount: 1, currency: 'NOK' },
      priceLevelYear: 2024,
    };
    const written = await ask(`${service.url}/v1/solutions/digisos/cost-updates`, cost);
    const elsewhere = await ask(`${service.url}/v1/solutions/digisos/adoptions/1201/reports`, {
      effectiveFrom: '2018-04-23',
      stage: 'in-use',
      source: 'supplier',
    });
    await service.stop();
    expect(written).toMatchObject({ status: 500, body: { code: 'internal-error', detail: expect.stringContaining(id) as unknown } });
    expect(elsewhere.status).toBe(201);
  });

  it('cannot be left out where it is of the municipality register: the start compares that with its own', async () => {
    const path = await storeWithDigisos();
    const { id } = (await eventsIn(path)).find(({ stream }) => stream === REGISTER_STREAM) ?? { id: '' };
    tamper(path, (database) => database.prepare(`UPDATE events SET data = '{}' WHERE id = ?`).run(id));
    const { code, stderr } = await registry(['serve'], { DATA_DIR: path, PORT: '0', KNOWN_BAD_EVENTS: id });
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(`event ${id}`) as unknown });
  });

  it('is served where it is a report: it was read in short, verify names it, and so does whoever asks for its stream', async () => {
    const path = await storeWithDigisos();
    await importInto(path, ['effective_from,number,stage', '2018-04-23,0301,in-use']);
    const { id } = (await eventsIn(path)).at(-1) ?? { id: '' };
    tamper(path, (database) => database.prepare(`UPDATE events SET data = replace(data, 'in-use', 'used') WHERE id = ?`).run(id));
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'silent' });
    const [ready, coverage, history, verified] = await Promise.all([
      ask(`${service.url}/health/ready`),
      ask(`${service.url}/v1/solutions/digisos/coverage?asOf=2018-04-30`),
      ask(`${service.url}/v1/solutions/digisos/history`),
      registry(['verify'], { DATA_DIR: path }),
    ]);
    await service.stop();
    expect([ready.status, coverage.status, history.status >= 500]).toEqual([200, 200, true]);
    expect(coverage.body).toMatchObject({ municipalities: { numerator: 1 } });
    expect(verified.code).toBe(1);
    expect(verified.stdout).toContain(`undecodable: event ${id}`);
  });

  it('takes no import, with 3 and the name of the event', async () => {
    const { path, id, position } = await withBrokenEvent();
    const head = await headOf(path);
    const { code, stderr } = await importInto(path, ['effective_from,number,stage', '2019-01-01,1103,in-use']);
    expect({ code, head: await headOf(path) }).toEqual({ code: 3, head });
    expect(stderr).toMatch(new RegExp(`^read model \\S+ has stopped: .*event ${id} at position ${position}`));
    expect(stderr.match(/the store is damaged/g) ?? []).toHaveLength(1);
  });

  it('takes an import where the event is listed', async () => {
    const { path, id } = await withBrokenEvent();
    const file = fileOf(['effective_from,number,stage', '2019-01-01,1103,in-use']);
    const { code, stdout } = await registry(['import', 'adoption', file, '--solution', 'digisos'], {
      DATA_DIR: path,
      KNOWN_BAD_EVENTS: id,
    });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('1 row recorded') as unknown });
  });
});
