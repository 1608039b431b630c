/** What is handed in during one turn of the event loop, handed on together at its end. */
export interface Gathering<Thing> {
  readonly push: (thing: Thing) => void;
  /** Hands on what is there, now. */
  readonly flush: () => void;
}

export function gatherTurn<Thing>(handOn: (things: readonly Thing[]) => void): Gathering<Thing> {
  let gathered: Thing[] = [];
  const flush = () => {
    if (gathered.length === 0) return;
    const things = gathered;
    gathered = [];
    handOn(things);
  };
  return {
    push(thing) {
      if (gathered.length === 0) setImmediate(flush);
      gathered.push(thing);
    },
    flush,
  };
}
