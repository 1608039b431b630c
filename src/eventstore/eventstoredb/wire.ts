/** How Protocol Buffers write a value (https://protobuf.dev/programming-guides/encoding/#structure). */
export const VARINT = 0;
const FIXED_64 = 1;
export const LENGTH = 2;
const FIXED_32 = 5;

/** Seven bits a byte: more than ten are no number of 64. */
const MOST_BYTES = 10;
const MOST_TAG = 2 ** 32 - 1;

/**
 * A message in Protocol Buffers' encoding, read from its first byte to its last, without the objects that generated classes make of it.
 * What has not that form is thrown as an Error, never passed over.
 */
export class Wire {
  readonly #bytes: Buffer;
  #at = 0;
  #type: number = VARINT;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Whether a field follows before the end of the message, or of the one within it that is being read. */
  isBefore(end: number): boolean {
    if (this.#at > end) throw new Error('a message ends in the middle of a field');
    return this.#at < end;
  }

  /** The number of the field that follows. */
  field(): number {
    const tag = this.#varint();
    if (tag > MOST_TAG) throw new Error('a field has no number');
    this.#type = tag & 7;
    return tag >>> 3;
  }

  /** The field as a number; beyond 2^53 it is not exact. */
  number(): number {
    this.#expect(VARINT);
    return this.#varint();
  }

  /** The field as UTF-8. */
  text(): string {
    const end = this.message();
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end;
    return text;
  }

  /** The field as a message, of which the first field is next. @returns where it ends */
  message(): number {
    this.#expect(LENGTH);
    const length = this.#varint();
    return this.#at + length; // where the bytes do not go as far, the message around it is seen to end too early
  }

  /** The text that the field's message has in one of its own. */
  textWithin(field: number): string {
    let text = '';
    for (const end = this.message(); this.isBefore(end); )
      if (this.field() === field) text = this.text();
      else this.skip();
    return text;
  }

  /** The number that the field's message has in one of its own. */
  numberWithin(field: number): number {
    let number = 0;
    for (const end = this.message(); this.isBefore(end); )
      if (this.field() === field) number = this.number();
      else this.skip();
    return number;
  }

  /** Passes the field over. */
  skip(): void {
    if (this.#type === VARINT) this.#varint();
    else if (this.#type === LENGTH) this.#at = this.message();
    else if (this.#type === FIXED_64) this.#at += 8;
    else if (this.#type === FIXED_32) this.#at += 4;
    else throw new Error(`a field is written in the unknown way ${this.#type}`);
  }

  #expect(type: number): void {
    if (this.#type !== type) throw new Error(`a field is written in way ${this.#type} and not ${type}`);
  }

  #varint(): number {
    let value = 0;
    let unit = 1;
    for (let count = 0; count < MOST_BYTES; count += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) break;
      this.#at += 1;
      value += (byte & 127) * unit;
      if (byte < 128) return value;
      unit *= 128;
    }
    throw new Error('a number has no end');
  }
}
