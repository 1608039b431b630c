/** What a registration has made of its stream: it is there. @throws Error if the fold broke its word */
export function registered<State>(state: State | undefined): State {
  if (state === undefined) throw new Error('a registration left its stream empty');
  return state;
}
