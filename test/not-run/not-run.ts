/** What a reporter of Jest is told at the end, as far as it matters here. */
export interface Results {
  readonly testResults: readonly {
    readonly testResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Lines that name every test that was not run; none where all were. */
export function notRun({ testResults }: Results): string[] {
  const tests = testResults.flatMap((file) => file.testResults).filter(({ status }) => status === 'pending' || status === 'todo');
  return tests.length === 0 ? [] : ['', 'Not run:', ...tests.map(({ fullName }) => `  ${fullName}`)];
}
