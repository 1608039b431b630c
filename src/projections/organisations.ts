import { evolve, type Organisation } from '../domain/organisation/decide.ts';
import type { Sector } from '../domain/organisation/events.ts';
import { NEVER, type Position } from '../domain/position.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { ReadModel } from './read-model.ts';

/** The organisations that the registry knows. Of two registrations of one number the first position wins. */
export class Organisations implements ReadModel<Map<string, Organisation>> {
  readonly name = 'organisations';
  #byNumber = new Map<string, Organisation>();

  fold(event: Recorded): void {
    if (event.type !== 'OrganisationRegistered') return;
    const { organisationNumber } = event.data;
    this.#byNumber.set(organisationNumber, evolve(this.#byNumber.get(organisationNumber), event));
  }

  save(): Map<string, Organisation> {
    return this.#byNumber;
  }

  restore(byNumber: Map<string, Organisation>): void {
    this.#byNumber = byNumber;
  }

  get(organisationNumber: string, knownAt: Position = NEVER): Organisation | undefined {
    const organisation = this.#byNumber.get(organisationNumber);
    return organisation && organisation.position <= knownAt ? organisation : undefined;
  }

  sectorOf(organisationNumber: string): Sector | undefined {
    return this.get(organisationNumber)?.data.sector;
  }

  /** What an organisation that a fact names is called: it was registered before. Its number where an operator has that left out. */
  nameOf(organisationNumber: string): string {
    return this.get(organisationNumber)?.data.name ?? organisationNumber;
  }

  /** By number. */
  list(knownAt: Position): Organisation[] {
    const known = [...this.#byNumber.values()].filter(({ position }) => position <= knownAt);
    return known.sort((a, b) => (a.data.organisationNumber < b.data.organisationNumber ? -1 : 1));
  }
}
