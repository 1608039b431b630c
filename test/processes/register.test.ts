import { expect, it } from '@jest/globals';
import { REGISTER_STREAM } from '../../src/domain/streams.ts';
import { verify } from '../../src/eventstore/verify.ts';
import { municipalityRegister } from '../../src/reference/register.ts';
import { recordRegister } from '../../src/registry/register.ts';
import { Registry } from '../../src/registry/registry.ts';
import { logs } from '../eventstore/eventstoredb/logs.ts';

const { start, open } = logs();

it('ten processes that start at once record the municipality register once, in one chain', async () => {
  const server = await start();
  const entries = municipalityRegister().slice(0, 1_100); // three appends each: ten whole ones take a slow machine minutes
  const registries = await Promise.all(
    Array.from({ length: 10 }, async () => new Registry(await open(server, { timing: { call: 120_000, patience: 120_000 } }))),
  );
  await Promise.all(registries.map((registry) => recordRegister(registry, entries)));
  const written = server.journal.entries.filter(({ streamId }) => streamId === REGISTER_STREAM);
  expect(written.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
  const [first] = registries;
  if (first !== undefined)
    expect(await Array.fromAsync(verify(first.store, { contiguous: false, settling: first.store.settling }))).toEqual([]);
}, 400_000);
