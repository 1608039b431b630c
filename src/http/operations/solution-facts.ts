import type { SolutionFact } from '../../domain/solution/events.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { recordFactCommand } from '../../registry/commands.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Handlers } from '../contract/handlers.ts';
import { solutionView } from '../views/solution.ts';
import {
  costUpdate,
  descriptionChange,
  ownershipChange,
  phaseChange,
  roleChange,
  supplierAssignment,
  supplierRelease,
  targetGroupChange,
} from './contents.ts';
import { record, type Write } from './record.ts';
import { registered } from './registered.ts';

export const factLocation = (eventId: string): string => `/v1/facts/${eventId}`;

/** The representation of a solution from the state of its stream. */
export const viewOf = (registry: Registry) => (state: Solution | undefined, moment: ResolvedMoment) =>
  solutionView(registered(state), moment, registry.models);

const recordFact = (registry: Registry, input: Write, fact: SolutionFact) =>
  record(registry, input, recordFactCommand(fact), factLocation, viewOf(registry));

export const solutionFacts = {
  changeDescription: (input, registry) => recordFact(registry, input, descriptionChange(input.path.solutionId, input.body)),
  changePhase: (input, registry) => recordFact(registry, input, phaseChange(input.path.solutionId, input.body)),
  changeTargetGroup: (input, registry) => recordFact(registry, input, targetGroupChange(input.path.solutionId, input.body)),
  changeRole: (input, registry) => recordFact(registry, input, roleChange(input.path.solutionId, input.body)),
  changeOwnership: (input, registry) => recordFact(registry, input, ownershipChange(input.path.solutionId, input.body)),
  assignSupplier: (input, registry) => recordFact(registry, input, supplierAssignment(input.path.solutionId, input.body)),
  releaseSupplier: (input, registry) => recordFact(registry, input, supplierRelease(input.path.solutionId, input.body)),
  updateCost: (input, registry) => recordFact(registry, input, costUpdate(input.path.solutionId, input.body)),
} satisfies Handlers<
  | 'changeDescription'
  | 'changePhase'
  | 'changeTargetGroup'
  | 'changeRole'
  | 'changeOwnership'
  | 'assignSupplier'
  | 'releaseSupplier'
  | 'updateCost'
>;
