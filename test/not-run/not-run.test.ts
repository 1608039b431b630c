import { describe, expect, it } from '@jest/globals';
import { notRun } from './not-run.ts';

const test = (status: string, fullName: string) => ({ status, fullName });

describe('the last lines of the output', () => {
  it('name every test that was not run', () => {
    const first = { testResults: [test('passed', 'curl runs'), test('pending', 'r.md runs (needs Rscript, which is not installed)')] };
    const second = { testResults: [test('todo', 'the browser opens')] };
    expect(notRun({ testResults: [first, second] })).toEqual([
      '',
      'Not run:',
      '  r.md runs (needs Rscript, which is not installed)',
      '  the browser opens',
    ]);
  });

  it('say nothing where everything was run', () => {
    expect(notRun({ testResults: [{ testResults: [test('passed', 'curl runs'), test('failed', 'python runs')] }] })).toEqual([]);
  });
});
