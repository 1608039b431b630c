/** SQLite answers at once, the port later: the answer, or what was thrown, as a promise. */
export const promised = <Result>(work: () => Result): Promise<Result> =>
  new Promise((resolve) => {
    resolve(work());
  });
