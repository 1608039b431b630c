import type { Position } from '../domain/position.ts';
import { eventsOf, type Facts } from './facts.ts';
import { ownTurn } from './own-turn.ts';

/** So many facts are looked at before others have their turn: a millisecond or two. */
const A_TURN = 10_000;

/** By fact, where the log has its events that were recorded by a position. @param rows of the facts */
export async function livesOf(facts: Facts, rows: readonly number[], knownAt: Position): Promise<Position[][]> {
  const lives: Position[][] = [];
  for (const row of rows) {
    lives.push(eventsOf(facts.lifeAt(row), knownAt));
    if (lives.length % A_TURN === 0) await ownTurn();
  }
  return lives;
}
