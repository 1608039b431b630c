import { afterAll, expect, it } from '@jest/globals';
import { programmeStream } from '../../src/domain/streams.ts';
import { recorded, registration } from './sector.ts';
import { startService } from './service.ts';

const whole = await startService();
afterAll(() => whole.end());
await recorded(whole.post('/v1/programmes', { id: 'felles-journal', names: { nb: 'Felles journal' } }));
await recorded(whole.post('/v1/solutions', registration('akson', { programmeId: 'felles-journal' })));
await recorded(whole.post('/v1/solutions', registration('digisos')));
const programme = (await Array.fromAsync(whole.store.readStream(programmeStream('felles-journal'))))[0]?.id ?? '';
await whole.stop();
const service = await startService({ folder: whole.folder, register: false, knownBad: new Set([programme]) });
afterAll(() => service.stop());

it('a programme that an operator has left out is called by its id beside the solutions without one, not as they are', async () => {
  const { rows } = (await service.get('/v1/reports/coverage?groupBy=programme')).as('CoverageReport');
  expect(rows.map((row) => [row.programme, row.programme_name])).toEqual([
    ['felles-journal', 'felles-journal'],
    [null, 'Uten program'],
  ]);
});

it('a solution of a programme that an operator has left out has its id for its name', async () => {
  const { rows } = (await service.get('/v1/reports/solutions')).as('SolutionReport');
  expect(rows.map((row) => [row.solution, row.programme_name])).toEqual([
    ['akson', 'felles-journal'],
    ['digisos', null],
  ]);
});
