import { expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import type { OrganisationNumber } from '../../src/domain/organisation-number.ts';
import { eventIds, mayBeOfKey } from '../../src/registry/event-ids.ts';

const [consumer, other] = ['994598759', '987654321'] as [OrganisationNumber, OrganisationNumber];
const key = { method: 'POST', path: '/v1/solutions', key: 'a key' };

it('ids without a key are random, and stay what they are, however often a command is tried', () => {
  const [first, second] = [eventIds({ consumer, key: null }), eventIds({ consumer, key: null })];
  const ids = [first(0), first(1), second(0), second(1)];
  expect(ids.map((id) => validate(id) && version(id))).toEqual([4, 4, 4, 4]);
  expect(ids.filter(mayBeOfKey)).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect([first(0), second(1)]).toEqual([ids[0], ids[3]]);
});

it('ids with a key are the same whenever they are made, and others for another consumer, method, path, key or event', () => {
  const ids = eventIds({ consumer, key });
  const again = eventIds({ consumer, key: { ...key } });
  const others = [{ method: 'PUT' }, { path: '/v1/programmes' }, { key: 'another' }].map((change) =>
    eventIds({ consumer, key: { ...key, ...change } }),
  );
  expect([again(0), again(1)]).toEqual([ids(0), ids(1)]);
  expect([ids(0), ids(1)].every(mayBeOfKey)).toBe(true);
  expect(new Set([ids(0), ids(1), eventIds({ consumer: other, key })(0), ...others.map((idOf) => idOf(0))]).size).toBe(6);
});
