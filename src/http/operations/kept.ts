import { LRUCache } from 'lru-cache';
import type { Position } from '../../domain/position.ts';
import type { PrebuiltObject } from '../dispatch/prebuilt.ts';

/** All that is kept of one kind of answer, in bytes. */
const KEPT = 16 * 1024 * 1024;

interface Answer {
  readonly object: PrebuiltObject;
}

/**
 * Answers as bytes, but for the members that name their moment. One is written again only after something was recorded that it rests on;
 * what else is recorded moves its position alone.
 */
export class Kept<Known extends Answer> {
  readonly #known = new LRUCache<string, { readonly since: Position; readonly answer: Known }>({
    maxSize: KEPT,
    sizeCalculation: ({ answer }, key) => answer.object.size + key.length,
  });

  /**
   * @param question all that the answer hangs on but the log
   * @param since where the last thing was recorded that it rests on
   * @param knownAt what was known before `since` is another answer, seldom asked for and not kept
   */
  answer(question: readonly unknown[], since: Position, knownAt: Position, build: () => Known): Known {
    if (knownAt < since) return build();
    const key = JSON.stringify(question);
    const kept = this.#known.get(key);
    if (kept?.since === since) return kept.answer;
    const answer = build();
    this.#known.set(key, { since, answer });
    return answer;
  }
}
