import { parse } from 'csv-parse/sync';
import { cost, KS, NORSK_HELSENETT, recorded, registerDigisos, registration, report } from '../sector.ts';
import { type Answer, type Headers, type Service, startService } from '../service.ts';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** A report as JSON has it. */
export interface Report {
  readonly report: string;
  readonly title: string;
  readonly language: string;
  readonly asOf: string;
  readonly knownAt: string;
  readonly position: string;
  readonly snapshot: string;
  readonly columns: readonly { readonly name: string; readonly title: string; readonly type: string }[];
  readonly rows: readonly Row[];
}

/** A service with two solutions, one of them in a programme, with owner, supplier and costs, and reports before and after the reform of 2020. */
export async function serviceWithReports(): Promise<Service> {
  const service = await startService();
  await registerDigisos(service);
  await recorded(
    service.post('/v1/programmes', { id: 'velferdsteknologi', names: { nb: 'Velferdsteknologiprogrammet', en: 'Welfare Technology' } }),
  );
  await recorded(
    service.post(
      '/v1/solutions',
      registration('akson', { names: { nb: '=Akson;"nå"', nn: 'Akson no' }, programmeId: 'velferdsteknologi' }),
    ),
  );
  for (const [solution, number, from] of [
    ['digisos', '0301', '2018-05-08'],
    ['digisos', '1103', '2018-02-19'],
    ['digisos', '1141', '2019-02-19'],
    ['akson', '0301', '2020-03-01'],
  ] as const)
    await recorded(service.post(`/v1/solutions/${solution}/adoptions/${number}/reports`, report(from)));
  const akson = '/v1/solutions/akson';
  const operation = { effectiveFrom: '2019-01-01', responsibility: 'operation', organisationNumber: NORSK_HELSENETT };
  await recorded(service.change(`${akson}/ownership-changes`, { effectiveFrom: '2019-01-01', owners: [{ organisationNumber: KS }] }));
  await recorded(service.change(`${akson}/supplier-assignments`, operation));
  for (const estimate of ['budget', 'actual'] as const) await recorded(service.post(`${akson}/cost-updates`, cost(-100, { estimate })));
  return service;
}

export const asked = (service: Service, name: string, query = '', headers: Headers = {}): Promise<Answer> =>
  service.get(`/v1/reports/${name}${query === '' ? '' : `?${query}`}`, headers);

export const json = async (service: Service, name: string, query = ''): Promise<Report> =>
  JSON.parse((await asked(service, name, query)).text) as Report;

/** The cells of a CSV, as texts. */
export const cells = (text: string, delimiter = ','): Record<string, string>[] => parse(text, { columns: true, delimiter, bom: true });
