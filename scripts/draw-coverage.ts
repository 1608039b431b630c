/**
 * `npm run draw -- [URL] [FILE]`: the roll-out of Digisos as a picture, from the report of a running service that has the example's data.
 * The test of the picture draws it again and compares every byte.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { components } from '../src/http/contract/contract.d.ts';
import { drawn, type LineChart } from './picture/line-chart.ts';

type Row = components['schemas']['CoverageSeriesReportRow'];

const YEARS = [2018, 2019, 2020];
const REPORT = '/v1/reports/coverage-series?solution=digisos&stage=in-use&inheritance=majority&period=month&from=2018-01-01&to=2020-12-31';

/** @throws Error with the service's reason when it does not answer with the report of all months */
async function monthly(base: string): Promise<readonly Row[]> {
  const response = await fetch(base + REPORT, { headers: { Accept: 'application/json' } }).catch((cause: unknown) => {
    throw new Error(`nothing answers at ${base}: start the service with the example's data, npm run example`, { cause });
  });
  if (!response.ok) throw new Error(`GET ${REPORT} was refused: ${response.status} ${await response.text()}`);
  const { rows } = (await response.json()) as components['schemas']['CoverageSeriesReport'];
  if (rows.length !== YEARS.length * 12) throw new Error(`the report has ${rows.length} months, not ${YEARS.length * 12}`);
  return rows;
}

/** @throws Error where nothing is in the denominator: a line through 0 there would be false */
function known(share: number | null | undefined): number {
  if (typeof share !== 'number') throw new Error('the report has a month without a target group: there is no share to draw');
  return share;
}

const percent = (share: number | null | undefined): string => `${(known(share) * 100).toFixed(1).replace('.', ',')} %`;

/** The reform of the register within these years; what it did to the denominator is read from the months beside it. */
const REFORM = { afterMonths: 24, day: '1. januar 2020' };

function reformed(rows: readonly Row[]): LineChart['marks'][number] {
  const [before, after] = [rows[REFORM.afterMonths - 1], rows[REFORM.afterMonths]].map((row) => row?.municipalities_denominator);
  return { afterMonths: REFORM.afterMonths, label: `Kommunereform ${REFORM.day}: ${before} kommuner blir ${after}` };
}

const spoken = ({ as_of, ...row }: Row): string =>
  `${as_of}: ${percent(row.municipalities_share)} av kommunene (${row.municipalities_numerator} av ${row.municipalities_denominator}) ` +
  `og ${percent(row.population_share)} av innbyggerne`;

function picture(rows: readonly Row[]): LineChart {
  const last = rows.at(-1);
  return {
    title: 'Digisos i bruk 2018–2020: andel av kommunene og av innbyggerne',
    description: `To linjer, måned for måned. ${rows
      .filter((_, month) => month % 12 === 11)
      .map(spoken)
      .join('. ')}.`,
    verticalAxis: 'Andel som har tatt digital søknad om økonomisk sosialhjelp i bruk',
    horizontalAxis: 'Siste dag i måneden',
    years: YEARS,
    lines: [
      {
        label: `${percent(last?.population_share)} av innbyggerne`,
        colour: '#0b5cad',
        marker: 'circle',
        shares: rows.map((row) => known(row.population_share)),
      },
      {
        label: `${percent(last?.municipalities_share)} av kommunene`,
        colour: '#a84300',
        marker: 'square',
        shares: rows.map((row) => known(row.municipalities_share)),
      },
    ],
    marks: [reformed(rows)],
    notes: [
      'Sammenslåtte kommuner arver stadiet som de fleste av innbyggerne hadde (majority). Etter november 2019 er kilden en nedre grense.',
      'Kilder: github.com/navikt/sosialhjelp-soknad-api (MIT); Statistisk sentralbyrå, tabell 07459 og Klass 131. Rapport: coverage-series.',
    ],
  };
}

const [url = 'http://127.0.0.1:8080', file = fileURLToPath(new URL('../docs/reports/digisos-2018-2020.svg', import.meta.url))] =
  process.argv.slice(2);
await writeFile(file, drawn(picture(await monthly(url))));
console.log(`drawn: ${file}`);
