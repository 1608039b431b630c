import { AdoptionReported, type AdoptionFact, type Source } from '../domain/adoption/events.ts';
import type { Stage } from '../domain/adoption/stage.ts';
import { type CivilDate, isCivilDate } from '../domain/civil-date.ts';
import type { MunicipalityNumber } from '../domain/municipality/number.ts';
import { type Slug, TEXT } from '../domain/names.ts';

type Report = AdoptionFact['data'];

const slug = '[a-z0-9]+(?:-[a-z0-9]+)*';
const date = '\\d{4}-\\d{2}-\\d{2}';
/** What stands for itself in JSON and is readable as free text. Anything else is for the schema. */
const plain = '[ !#-\\[\\]-~æøåÆØÅ]+';
const oneOf = (values: readonly string[]): string => values.join('|');
const { stage, source } = AdoptionReported.data.shape;

/** The canonical form (RFC 8785: members sorted, no space) of a report whose texts need no escape. */
const form = new RegExp(
  `^\\{"capability":(?:null|"(${slug})"),"confirmedAt":"(${date})","effectiveFrom":"(${date})",` +
    `"evidence":(?:null|"(${plain})"),"municipalityNumber":"(\\d{4})","solutionId":"(${slug})",` +
    `"source":"(${oneOf(source.options)})","stage":"(${oneOf(stage.options)})"\\}$`,
);

const LONGEST_SLUG = 64;

/**
 * The data of an AdoptionReported as this log writes nearly all of them, four times as fast as JSON.parse alone: a million
 * of them are read at every start. What it gives is what the schema would give.
 * @returns undefined for a text of any other form, which may be as right: only the schema can tell
 */
export function reportInCanonicalForm(text: string): Report | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, capability = null, confirmedAt = '', effectiveFrom = '', evidence = null, municipalityNumber = '', solutionId = ''] = found;
  if (solutionId.length > LONGEST_SLUG || (capability !== null && capability.length > LONGEST_SLUG)) return undefined;
  if (evidence !== null && (evidence.length > TEXT.evidence || evidence.trim() === '')) return undefined;
  const [confirmed, effective] = [dateOf(confirmedAt), dateOf(effectiveFrom)];
  if (confirmed === undefined || effective === undefined) return undefined;
  return {
    solutionId: once(solutionId) as Slug,
    municipalityNumber: once(municipalityNumber) as MunicipalityNumber,
    capability: capability === null ? null : (once(capability) as Slug),
    effectiveFrom: effective,
    stage: once(found[8] ?? '') as Stage,
    source: once(found[7] ?? '') as Source,
    evidence,
    confirmedAt: confirmed,
  };
}

/** The dates met so far: at most the 73,414 that there are. */
const dates = new Map<string, CivilDate>();

function dateOf(text: string): CivilDate | undefined {
  const known = dates.get(text);
  if (known !== undefined || !isCivilDate(text)) return known;
  dates.set(text, text);
  return text;
}

/** Ids, numbers and words met so far, as many as were ever registered: one string of each, so that whoever compares it next need not read it. */
const words = new Map<string, string>();

function once(text: string): string {
  const known = words.get(text);
  if (known === undefined) words.set(text, text);
  return known ?? text;
}
