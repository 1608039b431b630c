import { describe, expect, it } from '@jest/globals';
import { evolve, type Organisation, registerOrganisation } from '../../../src/domain/organisation/decide.ts';
import type { OrganisationEvent, Sector } from '../../../src/domain/organisation/events.ts';
import { specification } from '../given.ts';
import { norskHelsenett, registry } from '../registry-facts.ts';

const given = specification<Organisation | undefined, OrganisationEvent>({ initial: undefined, evolve }, registry());
const registered = (name: string, sector: Sector): OrganisationEvent => ({
  type: 'OrganisationRegistered',
  data: { organisationNumber: norskHelsenett, name, sector },
});
const register =
  ({ data }: OrganisationEvent) =>
  (organisation: Organisation | undefined) =>
    registerOrganisation(organisation, data);

describe('registering an organisation', () => {
  it('makes it known', () =>
    given()
      .when(register(registered('Norsk helsenett SF', 'state')))
      .then(registered('Norsk helsenett SF', 'state')));

  it('again with the same name and sector records nothing', () =>
    given(registered('Norsk helsenett SF', 'state'))
      .when(register(registered('Norsk helsenett SF', 'state')))
      .repeats(1));

  it('under a number that has another name is refused', () =>
    given(registered('Norsk helsenett SF', 'state'))
      .when(register(registered('Norsk Helsenett', 'state')))
      .rejected('organisation-exists'));

  it('under a number that has another sector is refused', () =>
    given(registered('Norsk helsenett SF', 'state'))
      .when(register(registered('Norsk helsenett SF', 'directorate')))
      .rejected('organisation-exists'));

  it('twice at once leaves the first in the log standing', () => {
    const { state } = given(registered('Norsk helsenett SF', 'state'), registered('Norsk Helsenett', 'private'));
    expect(state?.data.name).toBe('Norsk helsenett SF');
  });
});
