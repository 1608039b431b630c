import { describe, expect, it, jest } from '@jest/globals';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { newStream, reported, reports } from '../events.ts';
import { subscriber } from '../subscriber.ts';
import { folders } from './folder.ts';

const { make, open, sqlite } = folders();

/** Lets every commit fail, as a broken disk would: a promise of the schema that is looked at last, and not kept. */
const FAILING_COMMIT = `
  CREATE TABLE promises (kept INTEGER REFERENCES promises DEFERRABLE INITIALLY DEFERRED, id INTEGER PRIMARY KEY);
  CREATE TRIGGER breaks_a_promise AFTER INSERT ON events BEGIN INSERT INTO promises (kept) VALUES (-1); END;
`;

/** Fails the second event of any append, and takes the transaction back itself, as SQLite does on a full disk. */
const FULL_DISK = `
  CREATE TRIGGER full_disk BEFORE INSERT ON events WHEN NEW.revision = 1
  BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END;
`;

/** Fails likewise, but leaves the transaction open. */
const STATEMENT_ERROR = FULL_DISK.replace('ROLLBACK', 'ABORT');

describe('a commit that fails', () => {
  it('leaves its appends in doubt and stops the store for good', async () => {
    const path = make();
    const onFailure = jest.fn();
    const store = open(path, { onFailure });
    const first = await store.append(newStream(), reports(1), NO_STREAM);
    const reader = subscriber(store, 0 as never);
    await reader.caughtUp();
    sqlite(path).exec(FAILING_COMMIT);

    const stream = newStream();
    const inDoubt = [store.append(stream, reports(1), NO_STREAM), store.append(newStream(), reports(1), NO_STREAM)];
    for (const { status, ...outcome } of await Promise.allSettled(inDoubt)) {
      expect(status).toBe('rejected');
      expect(outcome).toMatchObject({ reason: { code: 'outcome-unknown' } });
    }
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect(onFailure).toHaveBeenCalledWith(expect.objectContaining({ code: 'outcome-unknown' }));

    const unavailable = { code: 'unavailable' };
    await expect(reader.ended).rejects.toMatchObject(unavailable);
    expect(reader.events()).toEqual(first.events);
    await expect(store.append(stream, reports(1), NO_STREAM)).rejects.toMatchObject(unavailable);
    await expect(Array.fromAsync(store.readStream(stream))).rejects.toMatchObject(unavailable);
    await expect(store.head()).rejects.toMatchObject(unavailable);
    await expect(store.restore([])).rejects.toMatchObject(unavailable);
  });

  it('fails the store once: what was accepted after it is told that nothing was recorded', async () => {
    const path = make();
    const onFailure = jest.fn();
    const store = open(path, { onFailure });
    sqlite(path).exec(FAILING_COMMIT);
    const failing = store.append(newStream(), reports(1), NO_STREAM);
    const late = failing.catch(() => store.append(newStream(), reports(1), NO_STREAM));
    await expect(late).rejects.toMatchObject({ code: 'unavailable' });
    expect(onFailure).toHaveBeenCalledTimes(1);
  });
});

describe.each([
  { what: 'a full disk', failing: FULL_DISK },
  { what: 'a failing statement', failing: STATEMENT_ERROR },
])('$what before the commit', ({ failing }) => {
  it('records nothing of the group, says so, counts no commit, and the store goes on', async () => {
    const path = make();
    const [onFailure, onCommit] = [jest.fn(), jest.fn()];
    const store = open(path, { onFailure, onCommit });
    const stream = newStream();
    const other = sqlite(path);
    other.exec(failing);
    const event = reported();
    const outcomes = await Promise.allSettled([store.append(stream, [event], NO_STREAM), store.append(newStream(), reports(2), NO_STREAM)]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(await store.head()).toBe(0);
    expect(onFailure).not.toHaveBeenCalled();
    expect(onCommit).not.toHaveBeenCalled();

    other.exec('DROP TRIGGER full_disk');
    expect(await store.append(stream, [event], NO_STREAM)).toMatchObject({ revision: 0, position: 1, deduplicated: false });
  });
});
