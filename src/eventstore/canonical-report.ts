import { AdoptionReported, type AdoptionFact } from '../domain/adoption/events.ts';
import { isCivilDate } from '../domain/civil-date.ts';
import type { MunicipalityNumber } from '../domain/municipality/number.ts';
import { LONGEST_SLUG, type Slug, TEXT } from '../domain/names.ts';

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

/**
 * The data of an AdoptionReported as this log writes nearly all of them, in less time than JSON.parse alone takes: a million
 * of them are read at every start. What it gives is what the schema would give.
 * @returns undefined for a text of any other form, which may be as right: only the schema can tell
 */
export function reportInCanonicalForm(text: string): Report | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, capability = null, confirmedAt = '', effectiveFrom = '', evidence = null, municipalityNumber = '', solutionId = ''] = found;
  if (solutionId.length > LONGEST_SLUG || (capability !== null && capability.length > LONGEST_SLUG)) return undefined;
  if (evidence !== null && (evidence.length > TEXT.evidence || evidence.trim() === '')) return undefined;
  if (!isCivilDate(confirmedAt) || !isCivilDate(effectiveFrom)) return undefined;
  return {
    solutionId: solutionId as Slug,
    municipalityNumber: municipalityNumber as MunicipalityNumber,
    capability: capability as Slug | null,
    effectiveFrom,
    stage: oneIn(stage.options, found[8] ?? ''),
    source: oneIn(source.options, found[7] ?? ''),
    evidence,
    confirmedAt,
  };
}

/** The word itself and not the copy that was read: whoever compares it next need not read it. The form has let no other pass. */
function oneIn<Word extends string>(words: readonly Word[], text: string): Word {
  for (const word of words) if (word === text) return word; // seven at most, and most differ in length: a Map would read and hash the text
  throw new RangeError(`${text} is none of ${words.join(', ')}`);
}
