import { entityTag } from './conditional.ts';

/** An answer whose bytes are there before it is asked for. */
export interface Prebuilt {
  readonly bytes: Buffer;
  /** Strong: of all the bytes. */
  readonly tag: string;
}

/** A JSON object that is written once, to be given with other members behind its own: for them a tag of the whole need not read it again. */
export class PrebuiltObject {
  /** Without its last brace. */
  readonly #bytes: Buffer;
  readonly #digest: string;
  #last: { readonly text: string; readonly whole: Prebuilt } | undefined;

  /** @param object with a member at least */
  constructor(object: object) {
    this.#bytes = Buffer.from(JSON.stringify(object).slice(0, -1));
    this.#digest = entityTag(this.#bytes);
  }

  /** How many bytes it keeps, about: its own, and those of the last whole. */
  get size(): number {
    return 2 * this.#bytes.length;
  }

  /** The object with more members. Its tag covers both: the object by its digest. The same once more is the whole of the last time. */
  with(members: object): Prebuilt {
    const text = `,${JSON.stringify(members).slice(1)}`;
    if (this.#last?.text === text) return this.#last.whole;
    const tag = entityTag(JSON.stringify([this.#digest, text]));
    const whole = { bytes: Buffer.concat([this.#bytes, Buffer.from(text)]), tag };
    this.#last = { text, whole };
    return whole;
  }
}
