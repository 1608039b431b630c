/** The names of the streams. A shared cluster has other people's streams too; what begins with `nsr.` is ours. */
export const PREFIX = 'nsr.';

export const REGISTER_STREAM = `${PREFIX}register-municipalities`;

export const organisationStream = (organisationNumber: string): string => `${PREFIX}organisation-${organisationNumber}`;
export const programmeStream = (programmeId: string): string => `${PREFIX}programme-${programmeId}`;
export const solutionStream = (solutionId: string): string => `${PREFIX}solution-${solutionId}`;
const ADOPTION = `${PREFIX}adoption-`;
/** One short stream a solution and municipality number: many writers, no contention. */
export const adoptionStream = (solutionId: string, municipalityNumber: string): string => `${ADOPTION}${solutionId}.${municipalityNumber}`;

export const solutionOfStream = (stream: string): string => stream.slice(solutionStream('').length);

export function adoptionOfStream(stream: string): { solutionId: string; municipalityNumber: string } {
  // Not split: every report of the log passes here, several times, when it is read.
  const dot = stream.lastIndexOf('.');
  return { solutionId: stream.slice(ADOPTION.length, dot), municipalityNumber: stream.slice(dot + 1) };
}

export const isAdoptionStream = (stream: string): boolean => stream.startsWith(ADOPTION) && stream.charAt(stream.length - 5) === '.';
