import { describe, expect, it } from '@jest/globals';
import type { Slug } from '../../../src/domain/names.ts';
import { evolve, type Programme, registerProgramme } from '../../../src/domain/programme/decide.ts';
import type { ProgrammeEvent } from '../../../src/domain/programme/events.ts';
import { specification } from '../given.ts';
import { registry } from '../registry-facts.ts';

const given = specification<Programme | undefined, ProgrammeEvent>({ initial: undefined, evolve }, registry());
const registered = (nb: string): ProgrammeEvent => ({
  type: 'ProgrammeRegistered',
  data: { programmeId: 'journal' as Slug, names: { nb, nn: null, en: null } },
});
const register =
  ({ data }: ProgrammeEvent) =>
  (programme: Programme | undefined) =>
    registerProgramme(programme, data);

describe('registering a programme', () => {
  it('makes it known', () =>
    given()
      .when(register(registered('Én innbygger – én journal')))
      .then(registered('Én innbygger – én journal')));

  it('again with the same names records nothing', () =>
    given(registered('Én innbygger – én journal'))
      .when(register(registered('Én innbygger – én journal')))
      .repeats(1));

  it('under an id that has other names is refused', () =>
    given(registered('Én innbygger – én journal'))
      .when(register(registered('Helsedataprogrammet')))
      .rejected('programme-exists'));

  it('twice at once leaves the first in the log standing', () => {
    const { state } = given(registered('Én innbygger – én journal'), registered('Helsedataprogrammet'));
    expect(state?.data.names.nb).toBe('Én innbygger – én journal');
  });
});
