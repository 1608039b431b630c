import type { AdoptionFact } from '../../domain/adoption/events.ts';
import type { ReportOn } from '../../domain/adoption/inheritance.ts';
import type { Adoption } from '../../domain/adoption/state.ts';
import type { MunicipalityGraph } from '../../domain/municipality/graph.ts';
import type { MunicipalityNumber } from '../../domain/municipality/number.ts';
import type { Planned } from './plan.ts';

/** What a report says, where it is known of which solution and municipality: the body of a POST. */
export type Content = Readonly<Omit<AdoptionFact['data'], 'solutionId' | 'municipalityNumber'>>;

/** What a registry has of a solution's adoption before an import. */
export interface Standing {
  readonly municipalities: MunicipalityGraph;
  /** What each municipality number has reported so far of the whole solution. */
  readonly reportOn: ReportOn;
  past(number: MunicipalityNumber): Promise<Past>;
}

/** What was reported of a municipality number, by whomever. */
export interface Past {
  /** By reports and by corrections of them, whether it stands or not. */
  readonly said: readonly Content[];
  /** What stands of it. */
  readonly adoption: Adoption;
}

/** Where an import goes: a store of this process, or a service over HTTP. Both decide alike. */
export interface Target {
  /** @throws ImportRefused where the registry does not know the solution */
  standing(): Promise<Standing>;
  /** What would become of a report: null where it would be recorded or changes nothing, else why not. */
  check(report: Planned): Promise<string | null>;
  /** Records a report. @returns false where nothing was recorded because it stands already @throws RowRefused */
  record(report: Planned): Promise<boolean>;
  close(): Promise<void>;
}

/** The registry refused a row: what the first pass could not foresee. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
}

/** The registry refuses the import as a whole, before any row. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

/** The service cannot be reached, or does not answer as it should. */
export class TargetUnavailable extends Error {
  override readonly name = 'TargetUnavailable';
}
