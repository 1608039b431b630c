import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../src/http/dispatch/json.ts';

const ZEROS = '0'.repeat(262_000);

describe('the JSON of a request', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) =>
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  it.each([
    ['{"a":1,"b":2,"a":3}', 'a'],
    ['[{"x":{"b":1}},{"b":{"c":1,"c":1}}]', 'c'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"{\\"":1,"b":"}","{\\"":2}', '{"'],
  ])('%s is refused, because the member %s stands twice in one object', (text, name) => {
    expect(() => parseJson(text)).toThrow(`the member ${name} stands twice in one object`);
  });

  it.each([
    ['', 0.1],
    ['1', `0.1${ZEROS}1`],
  ])(
    'does not hold up others for minutes where a number has as many zeros as a body may have, and behind them «%s»',
    async (end, value) => {
      const { href } = new URL('../../src/http/dispatch/json.ts', import.meta.url);
      const program = `const { parentPort, workerData } = require('node:worker_threads');
      import('${href}').then(({ parseJson }) => parentPort.postMessage(parseJson(workerData)));`;
      const worker = new Worker(program, { eval: true, workerData: `{"a":0.1${ZEROS}${end}}` });
      const [read] = (await once(worker, 'message', { signal: AbortSignal.timeout(20_000) }).finally(() => worker.terminate())) as [
        unknown,
      ];
      expect(read).toEqual({ a: value });
    },
  );

  it('may have the same member in different objects', () => {
    expect(parseJson('{"a":{"a":[{"a":1},{"a":2}]},"b":"a\\":"}')).toEqual({ a: { a: [{ a: 1 }, { a: 2 }] }, b: 'a":' });
  });

  it.each(['1', '-0', '1.0', '1e3', '12.50', '0.1', '9007199254740991', '1E-2', '100', '-7.250e1'])(
    'has the number %s as it is',
    (text) => {
      expect(parseJson(text)).toBe(JSON.parse(text));
    },
  );

  it.each(['100.00000000000000001', '9007199254740993', '9007199254740990.7', '1e400', '0.1000000000000000055'])(
    'keeps %s as text, which no schema of a number takes, and does not round it',
    (text) => {
      expect(parseJson(text)).toBe(text);
    },
  );
});
