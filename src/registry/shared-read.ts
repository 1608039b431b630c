/**
 * Lets many callers share one run of `read`: a caller gets a run that began after it asked. At most one run is under way
 * and one is waiting, however many callers there are.
 */
export function sharedRead(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const start = (): Promise<void> => {
    next = null;
    const run = read().finally(() => {
      if (running === run) running = null;
    });
    return (running = run);
  };

  return () => {
    // One that is waiting goes first: between the end of a run and its beginning, none is under way.
    if (next !== null) return next;
    // It begins whether the one before it succeeded or not.
    return running === null ? start() : (next = running.then(start, start));
  };
}
