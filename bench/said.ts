/** A line for whoever waits: on stderr, so that stdout is the table and nothing else. */
export const said = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
