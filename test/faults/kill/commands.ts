import { ask, type Answered } from '../../cli/process.ts';
import { organisationNumbered } from '../../http/sector.ts';

/** A command with a key, and the text by which its event is known in the log: nothing else writes it. */
export interface Command {
  readonly mark: string;
  readonly path: string;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
}

let last = 0;

/** A key, and what is written of it. */
function marked(path: string, body: (mark: string, number: number) => object, ifMatch?: string, written = `"mark-${last + 1}"`): Command {
  last += 1;
  const mark = `mark-${last}`;
  const headers = { 'Idempotency-Key': mark, ...(ifMatch !== undefined && { 'If-Match': ifMatch }) };
  return { mark: written, path, body: body(mark, last), headers };
}

const STAGES = ['considering', 'planned', 'committed', 'introducing', 'in-use', 'established'];

const fact = (evidence: string, number: number) => ({
  effectiveFrom: `2020-${String((number % 12) + 1).padStart(2, '0')}-01`,
  stage: STAGES[number % STAGES.length],
  source: 'supplier',
  evidence,
});

export const adoptionOf = (municipalityNumber: string): string => `/v1/solutions/digisos/adoptions/${municipalityNumber}`;

export const report = (municipalityNumber: string): Command => marked(`${adoptionOf(municipalityNumber)}/reports`, fact);

export const correct = (eventId: string, etag: string): Command =>
  marked(`/v1/facts/${eventId}/corrections`, (reason, number) => ({ reason, fact: fact(`corrected by ${number}`, number) }), etag);

export const annul = (eventId: string, etag: string): Command => marked(`/v1/facts/${eventId}/annulments`, (reason) => ({ reason }), etag);

/** Seven apart: a number that can have no check digit is passed over by a thousand, which must not be another's. */
export const register = (): Command =>
  marked('/v1/organisations', (name, number) => ({
    organisationNumber: organisationNumbered(80_000_000 + 7 * number),
    name,
    sector: 'private',
  }));

/** A cost line has no text: it is known by its amount. */
export const cost = (): Command => {
  const amount = 1_000_000 + last + 1;
  const body = () => ({
    fiscalYear: 2000 + (amount % 30),
    kind: 'operation',
    estimate: 'forecast',
    amount: { amount, currency: 'NOK' },
    priceLevelYear: 2024,
  });
  return marked('/v1/solutions/digisos/cost-updates', body, undefined, `"amount":${amount},`);
};

export const send = (url: string, { path, body, headers }: Command): Promise<Answered> => ask(`${url}${path}`, body, headers);
