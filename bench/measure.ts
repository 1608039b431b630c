/** One line of the table: what was asked, how long each took (milliseconds a question, or what `unit` says), and what was to be reached. */
export interface Line {
  readonly what: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly unit: string;
  readonly goal: string;
}

export const ROUNDS = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Milliseconds. */
export function timed<Result>(work: () => Result): { readonly took: number; readonly result: Result } {
  const start = performance.now();
  const result = work();
  return { took: performance.now() - start, result };
}

/** What two sides are asked in one round, and how their answers are held against one another. */
export interface Contest<Question, Ours, Peers> {
  /** The questions of a round: others in every round. */
  readonly questions: (round: number) => readonly Question[];
  readonly ours: (question: Question) => Ours;
  readonly peers: (question: Question) => Peers;
  /** @throws where the answers differ */
  readonly requireSame: (ours: Ours, peers: Peers, question: Question) => void;
}

/** Asks both sides by turns, who is first changing too. @returns the median round of each, in milliseconds a question */
export function alternate<Question, Ours, Peers>(contest: Contest<Question, Ours, Peers>): { ours: number; peer: number } {
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const questions = contest.questions(round);
    const ask = <Answer>(side: (question: Question) => Answer, times: number[]): Answer[] => {
      const { took, result } = timed(() => questions.map(side));
      times.push(took / questions.length);
      return result;
    };
    let [answers, theirs]: [Ours[], Peers[]] = [[], []];
    const turns = [() => (answers = ask(contest.ours, ours)), () => (theirs = ask(contest.peers, peer))];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) turn();
    for (const [index, question] of questions.entries()) contest.requireSame(answers[index] as Ours, theirs[index] as Peers, question);
  }
  return { ours: median(ours), peer: median(peer) };
}

/** Bytes that live: heap and buffers, after the rubbish is gone. Needs --expose-gc. */
export function bytesKept(): number {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  for (let times = 0; times < 3; times += 1) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
