import { expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import type { OrganisationNumber } from '../../src/domain/organisation-number.ts';
import { eventIds } from '../../src/registry/event-ids.ts';

const [consumer, other] = ['994598759', '987654321'] as [OrganisationNumber, OrganisationNumber];
const key = { method: 'POST', path: '/v1/solutions', key: 'a key' };

it('ids without a key are UUIDs of version 7, in the order of time, so that an index of them grows at its end', () => {
  const [first, second] = [eventIds({ consumer, key: null }), eventIds({ consumer, key: null })];
  const before = Date.now();
  const ids = [first(0), first(1), second(0), second(1)];
  const times = ids.map((id) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16));
  const inOrder = [before, ...times, Date.now()];
  expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
  expect(ids.map((id) => validate(id) && version(id))).toEqual([7, 7, 7, 7]);
  expect(new Set(ids.map((id) => id.slice(14))).size).toBe(ids.length);
  expect([first(0), second(1)]).toEqual([ids[0], ids[3]]); // and stay what they are, however often a command is tried
});

it('ids with a key are the same whenever they are made, and others for another consumer, key or event', () => {
  const idsOf = (by: OrganisationNumber, said: string) => eventIds({ consumer: by, key: { ...key, key: said } });
  const [ids, again, others, elsewhere] = [idsOf(consumer, 'a'), idsOf(consumer, 'a'), idsOf(consumer, 'b'), idsOf(other, 'a')]; // prettier-ignore
  expect([again(0), again(1)]).toEqual([ids(0), ids(1)]);
  expect(new Set([ids(0), ids(1), others(0), elsewhere(0)]).size).toBe(4);
});
