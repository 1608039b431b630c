import { v5 } from 'uuid';
import type { RegisterFact } from '../domain/municipality/events.ts';
import { registerDate } from '../domain/municipality/register.ts';

/** Drawn once at random for this register. Another value would record every fact a second time. */
const NAMESPACE = '5ea1b748-eb10-4ed2-86f4-bce58fe9942f';

/**
 * The event id of a fact of the register: UUIDv5 of its kind, the number that it is about and its date. Its other content is
 * not in the name: when a predecessor, a share or a count is mended, the id stays, and the mending is a correction.
 */
export const registerFactId = (fact: RegisterFact): string => v5(`${fact.type}/${subject(fact)}/${registerDate(fact)}`, NAMESPACE);

/** The county, the municipality that begins or is spoken of, or the one that is split. */
function subject(fact: RegisterFact): string {
  switch (fact.type) {
    case 'CountyEstablished':
    case 'CountyEnded':
      return fact.data.countyNumber;
    case 'MunicipalitySplit':
      return fact.data.predecessor;
    default:
      return fact.data.municipalityNumber;
  }
}
