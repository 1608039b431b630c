import type { ReadModels } from '../../projections/read-models.ts';

type Models = Pick<ReadModels, 'organisations' | 'programmes' | 'solutions' | 'municipalities'>;

/** That something is not registered; or that it is, and was not yet at the moment asked for. */
const unregistered = (what: string, isRegistered: boolean): string =>
  `${what} ${isRegistered ? 'was not yet registered at knownAt' : 'is not registered'}`;

export const solutionNotKnown = ({ solutions }: Models, id: string): string =>
  unregistered(`solution ${id}`, solutions.get(id) !== undefined);

export const organisationNotKnown = ({ organisations }: Models, number: string): string =>
  unregistered(`organisation ${number}`, organisations.get(number) !== undefined);

export const programmeNotKnown = ({ programmes }: Models, id: string): string =>
  unregistered(`programme ${id}`, programmes.get(id) !== undefined);

export const municipalityNotKnown = ({ municipalities }: Models, number: string): string =>
  municipalities.graph().byNumber.has(number)
    ? `municipality ${number} was not yet in the register at knownAt`
    : `the register has never had a municipality ${number}`;
