import type { AdoptionEvent } from '../domain/adoption/events.ts';
import { rank } from '../domain/adoption/stage.ts';
import { type DayNumber, dayNumber } from '../domain/day-number.ts';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { digitsOf, isMunicipalityNumber } from '../domain/municipality/number.ts';
import type { Position } from '../domain/position.ts';
import { adoptionOfStream, adoptionStream } from '../domain/streams.ts';
import { readUuid, WORDS } from '../domain/uuid.ts';
import type { Recorded } from './port.ts';

/** A number for a name (of a solution, a capability, an organisation), from 1 on; the same for the same name. */
export type Numbering = (name: string) => number;

/** What a record is of. */
export const KIND = { AdoptionReported: 1, AdoptionReportCorrected: 2, AdoptionReportAnnulled: 3 } as const;

/** Where a record has what, in bytes from its beginning; numbers are little-endian, whatever the machine. */
const AT = {
  position: 0,
  recordedAt: 8,
  id: 16,
  factId: 32,
  solution: 48,
  capability: 52,
  consumer: 56,
  effectiveFrom: 60,
  confirmedAt: 64,
  municipality: 68,
  rank: 70,
  kind: 71,
  checksum: 72,
} as const;

/** Bytes of a record. */
export const RECORD = 76;

/** Of the words of a record before it. Each step can be undone, so that one word that is another always shows. */
function checksumOf(records: DataView, at: number): number {
  let sum = RECORD;
  for (let word = at; word < at + AT.checksum; word += 4) {
    sum = Math.imul(sum ^ records.getUint32(word, true), 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView => new DataView(buffer, byteOffset, byteLength);

/**
 * Events of adoption in short, one behind the other in the order of the log: all that is folded of a report, its correction and its
 * annulment, without their texts. A million of them are read so at every cold start. Names are numbers of whoever made the records;
 * what an annulment does not say is 0.
 */
export class AdoptionRecords {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly #records: DataView;

  /** @param bytes whole records; they are kept, not copied */
  constructor(bytes: Uint8Array) {
    if (bytes.length % RECORD !== 0) throw new RangeError(`${bytes.length} bytes are not whole records`);
    this.bytes = bytes;
    this.count = bytes.length / RECORD;
    this.#records = viewOf(bytes);
  }

  kind(row: number): number {
    return this.#records.getUint8(row * RECORD + AT.kind);
  }

  position(row: number): Position {
    return this.#records.getFloat64(row * RECORD + AT.position, true) as Position;
  }

  recordedAt(row: number): Instant {
    return this.#records.getFloat64(row * RECORD + AT.recordedAt, true) as Instant;
  }

  /** A word of the event id, 0 to 3. */
  idWord(row: number, word: number): number {
    return this.#records.getUint32(row * RECORD + AT.id + 4 * word, true);
  }

  /** A word of the id of the report that is corrected or annulled, 0 to 3. */
  factIdWord(row: number, word: number): number {
    return this.#records.getUint32(row * RECORD + AT.factId + 4 * word, true);
  }

  /** The number of the solution's name. */
  solution(row: number): number {
    return this.#records.getUint32(row * RECORD + AT.solution, true);
  }

  /** The number of the capability's name; 0 for a report on the solution as a whole. */
  capability(row: number): number {
    return this.#records.getUint32(row * RECORD + AT.capability, true);
  }

  /** The number of the organisation that recorded it. */
  consumer(row: number): number {
    return this.#records.getUint32(row * RECORD + AT.consumer, true);
  }

  effectiveFrom(row: number): DayNumber {
    return this.#records.getUint32(row * RECORD + AT.effectiveFrom, true);
  }

  confirmedAt(row: number): DayNumber {
    return this.#records.getUint32(row * RECORD + AT.confirmedAt, true);
  }

  /** The municipality number as a number: 301 for 0301. */
  municipality(row: number): number {
    return this.#records.getUint16(row * RECORD + AT.municipality, true);
  }

  /** The rank of the stage. */
  rank(row: number): number {
    return this.#records.getUint8(row * RECORD + AT.rank);
  }

  /** Whether it is as it was written: a flipped bit would be another figure. Not to be asked after `renumber`. */
  isSound(row: number): boolean {
    return this.#records.getUint32(row * RECORD + AT.checksum, true) === checksumOf(this.#records, row * RECORD);
  }

  /** Those from one on, until another. */
  slice(from: number, until = this.count): AdoptionRecords {
    return new AdoptionRecords(this.bytes.subarray(from * RECORD, until * RECORD));
  }

  /** Puts the names under other numbers. @param numbered the other number of each; 0 stays 0 */
  renumber(numbered: (number: number) => number): void {
    for (let at = 0; at < this.#records.byteLength; at += RECORD)
      for (const name of [AT.solution, AT.capability, AT.consumer]) {
        const number = this.#records.getUint32(at + name, true);
        if (number !== 0) this.#records.setUint32(at + name, numbered(number), true);
      }
  }
}

/**
 * The record of an event, which says the same in short.
 * @returns undefined for one that has no record and can only be read whole: another type, an id that is no UUID, a stream that is not
 * that of an adoption, or not the one that the report names
 */
export function recordOf(event: Recorded, numberOf: Numbering): Uint8Array | undefined {
  const bytes = new Uint8Array(RECORD);
  return putRecord(event, numberOf, viewOf(bytes), 0) ? bytes : undefined;
}

/** The words of an id on their way into a record. */
const words = new Uint32Array(WORDS);

/** Puts the record of an event at a place among others, all of whose bytes it writes. @returns false for one that has none, as `recordOf` */
export function putRecord(event: Recorded, numberOf: Numbering, records: DataView, at: number): boolean {
  if (!isOfAdoption(event)) return false;
  const { solutionId, municipalityNumber } = adoptionOfStream(event.stream);
  const recordedAt = parseInstant(event.metadata.recordedAt);
  const isUsual = event.stream === adoptionStream(solutionId, municipalityNumber) && isMunicipalityNumber(municipalityNumber);
  if (!isUsual || recordedAt === undefined || !putUuid(event.id, records, at + AT.id)) return false;
  if (event.type === 'AdoptionReported') {
    if (event.data.solutionId !== solutionId || event.data.municipalityNumber !== municipalityNumber) return false;
    for (let word = 0; word < WORDS; word += 1) records.setUint32(at + AT.factId + 4 * word, 0, true);
  } else if (!putUuid(event.data.factId, records, at + AT.factId)) return false;

  const said = contentOf(event);
  records.setUint8(at + AT.kind, KIND[event.type]);
  records.setFloat64(at + AT.position, event.position, true);
  records.setFloat64(at + AT.recordedAt, recordedAt, true);
  records.setUint32(at + AT.solution, numberOf(solutionId), true);
  records.setUint32(at + AT.consumer, numberOf(event.metadata.consumer), true);
  records.setUint16(at + AT.municipality, digitsOf(municipalityNumber), true);
  records.setUint32(at + AT.capability, said?.capability == null ? 0 : numberOf(said.capability), true);
  records.setUint32(at + AT.effectiveFrom, said === undefined ? 0 : dayNumber(said.effectiveFrom), true);
  records.setUint32(at + AT.confirmedAt, said === undefined ? 0 : dayNumber(said.confirmedAt), true);
  records.setUint8(at + AT.rank, said === undefined ? 0 : rank(said.stage));
  records.setUint32(at + AT.checksum, checksumOf(records, at), true);
  return true;
}

/** @returns false where the text is none */
function putUuid(text: string, records: DataView, at: number): boolean {
  if (!readUuid(text, words)) return false;
  for (let word = 0; word < WORDS; word += 1) records.setUint32(at + 4 * word, words[word] ?? 0, true);
  return true;
}

const isOfAdoption = (event: Recorded): event is Recorded<AdoptionEvent> => Object.hasOwn(KIND, event.type);

/** What is reported, or reported anew. */
function contentOf(event: AdoptionEvent) {
  if (event.type === 'AdoptionReported') return event.data;
  return event.type === 'AdoptionReportCorrected' ? event.data.fact.data : undefined;
}
