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
  if (!isDate(confirmedAt) || !isDate(effectiveFrom)) return undefined;
  return {
    solutionId: solutionId as Slug,
    municipalityNumber: municipalityNumber as MunicipalityNumber,
    capability: capability as Slug | null,
    effectiveFrom,
    stage: found[8] as Stage,
    source: found[7] as Source,
    evidence,
    confirmedAt,
  };
}

/** The dates met so far: at most the 73,414 that there are. */
const dates = new Set<string>();

function isDate(text: string): text is CivilDate {
  if (dates.has(text)) return true;
  if (!isCivilDate(text)) return false;
  dates.add(text);
  return true;
}
