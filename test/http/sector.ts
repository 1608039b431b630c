import type { Answer, Headers, Schemas, Service } from './service.ts';

/** Who and what these tests are about. Numbers are real (Register of Business Enterprises). */
export const NORSK_HELSENETT = '994598759';
export const NAV = '889640782';
export const KS = '971032146';
export const HELSEDIREKTORATET = '983544622';
export const OSLO_KOMMUNE = '958935420';
export const STAVANGER_KOMMUNE = '964965226';
/** It fails modulus 11. */
export const MISTYPED = '971032147';

/** The organisation number of these eight digits, or of the next that can have a check digit (modulus 11). */
export function organisationNumbered(first: number): string {
  const sum = [3, 2, 7, 6, 5, 4, 3, 2].reduce((total, weight, index) => total + weight * Number(String(first)[index]), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? organisationNumbered(first + 1_000) : `${first}${check}`;
}

const ORGANISATIONS: readonly Schemas['OrganisationRegistration'][] = [
  { organisationNumber: NORSK_HELSENETT, name: 'Norsk helsenett SF', sector: 'state' },
  { organisationNumber: NAV, name: 'Arbeids- og velferdsetaten (NAV)', sector: 'directorate' },
  { organisationNumber: KS, name: 'KS – Kommunesektorens organisasjon', sector: 'private' },
];

/** The header by which an organisation acts. */
export const as = (organisationNumber: string): Headers => ({ 'Registry-Consumer': `0192:${organisationNumber}` });

export const registration = (id: string, more: Partial<Schemas['SolutionRegistration']> = {}): Schemas['SolutionRegistration'] => ({
  id,
  names: { nb: id },
  ...more,
});

export const report = (
  effectiveFrom: string,
  stage: Schemas['Stage'] = 'in-use',
  more: Partial<Schemas['AdoptionReport']> = {},
): Schemas['AdoptionReport'] => ({ effectiveFrom, stage, source: 'supplier', ...more });

export const cost = (amount: number, more: Partial<Schemas['CostUpdate']> = {}): Schemas['CostUpdate'] => ({
  fiscalYear: 2024,
  kind: 'operation',
  estimate: 'actual',
  amount: { amount, currency: 'NOK' },
  priceLevelYear: 2024,
  ...more,
});

/** Sends what must be recorded for a test to be about something else. @throws Error where it is refused */
export async function recorded(answer: Promise<Answer>): Promise<Answer> {
  const given = await answer;
  if (given.status !== 201) throw new Error(`not recorded: ${given.status} ${given.text}`);
  return given;
}

/** The event that an answer says was recorded. */
export const eventOf = ({ text }: Answer): string => (JSON.parse(text) as { eventId: string }).eventId;

export async function registerOrganisations(service: Service): Promise<void> {
  for (const organisation of ORGANISATIONS) await recorded(service.post('/v1/organisations', organisation));
}

/** Norsk helsenett, NAV and KS, and one solution with a capability. */
export async function registerDigisos(service: Service): Promise<void> {
  await registerOrganisations(service);
  const capabilities = [{ id: 'innsyn', names: { nb: 'Innsyn' } }];
  await recorded(service.post('/v1/solutions', registration('digisos', { capabilities, confirmationMonths: 24 })));
}
