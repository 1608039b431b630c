import { v5 } from 'uuid';
import { describe, expect, it } from '@jest/globals';
import { START } from '../../../src/domain/position.ts';
import { type NewEvent, NO_STREAM } from '../../../src/eventstore/port.ts';
import { verifyLog } from '../../../src/registry/verify.ts';
import { newStream, reported } from '../events.ts';
import { logs } from './logs.ts';

const { start, open } = logs();

/** The same id as two processes derive it from one key, for two bodies. */
const derived = (): NewEvent => ({ ...reported(), id: v5('a key of a client', '6f9e1c5a-52d4-4c09-9d0b-0c9f9f3a8e21') });

const twoProcesses = async () => {
  const server = await start();
  return { server, one: await open(server), other: await open(server) };
};

describe('one id for two streams, in two processes', () => {
  it('is claimed by one of them, and nothing is written to the stream of the other', async () => {
    const { one, other } = await twoProcesses();
    const [ours, theirs] = [newStream(), newStream()];
    const asked = await Promise.allSettled([
      one.append(ours, [derived()], NO_STREAM, true),
      other.append(theirs, [derived()], NO_STREAM, true),
    ]);
    const refused = asked.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'duplicate-id' } });
    expect(await Array.fromAsync(one.readStored(START))).toHaveLength(1);
  });

  it('is claimed also where the server, as a new leader, does not show yet who has claimed it', async () => {
    const { server, one } = await twoProcesses();
    server.faults.append.push(({ write, answer }) => {
      answer({ kind: 'wrong-version', current: 0n });
      setTimeout(write, 300);
    });
    expect(await one.append(newStream(), [derived()], NO_STREAM, true)).toMatchObject({ revision: 0 });
  });

  it('stays with the stream that claimed it, though its process ends before it has written there', async () => {
    const { server, one, other } = await twoProcesses();
    const [ours, theirs] = [newStream(), newStream()];
    server.faults.append.push(({ write, answer }) => answer(write()), () => undefined); // prettier-ignore
    const cut = one.append(ours, [derived()], NO_STREAM, true);
    while (server.faults.append.length > 0) await new Promise((resolve) => setImmediate(resolve));
    await expect(other.append(theirs, [derived()], NO_STREAM, true)).rejects.toMatchObject({
      code: 'duplicate-id',
      details: { stream: ours },
    });
    expect(await other.append(ours, [derived()], NO_STREAM, true)).toMatchObject({ revision: 0 });
    await cut;
  });

  it('leaves no trace for who reads the log: what is claimed is the engine’s own', async () => {
    const { one, other } = await twoProcesses();
    const { position } = await one.append(newStream(), [derived()], NO_STREAM, true);
    await expect(other.append(newStream(), [derived()], NO_STREAM, true)).rejects.toMatchObject({ code: 'duplicate-id' });
    expect([await one.head(), (await Array.fromAsync(other.readStored(START))).length]).toEqual([position, 1]);
  });
});

it('verify names the second event of an id, as nobody claims it who writes past the registry', async () => {
  const { one, other } = await twoProcesses();
  const first = await one.append(newStream(), [derived()], NO_STREAM);
  const second = await other.append(newStream(), [derived()], NO_STREAM);
  const findings = await Array.fromAsync(verifyLog(one));
  expect(findings.filter(({ code }) => code === 'clash')).toMatchObject([
    {
      position: second.position,
      message: expect.stringContaining(`at position ${first.position}, which is the one that is found`) as unknown,
    },
  ]);
});
