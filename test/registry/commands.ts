import { randomUUID } from 'node:crypto';
import { CostUpdated, PhaseChanged, SolutionRegistered } from '../../src/domain/solution/events.ts';
import type { SolutionFact } from '../../src/domain/solution/events.ts';
import { OrganisationRegistered } from '../../src/domain/organisation/events.ts';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../src/domain/authority.ts';
import type { OrganisationNumber } from '../../src/domain/organisation-number.ts';
import { recordFactCommand, registerOrganisationCommand, registerSolutionCommand } from '../../src/registry/commands.ts';
import { fingerprint } from '../../src/registry/event-ids.ts';
import type { CommandRequest } from '../../src/registry/request.ts';

export const NOW = Date.parse('2026-02-03T09:00:00Z');
export const NAV = '889640782' as OrganisationNumber;

/** A request of the national supplier function. With a key it is for one path. */
export const request = ({
  key,
  body = {},
  ...more
}: Partial<Omit<CommandRequest, 'key'>> & { key?: string; body?: unknown } = {}): CommandRequest => ({
  consumer: NATIONAL_SUPPLIER_FUNCTION,
  supplier: null,
  requestId: randomUUID(),
  arrivedAt: NOW,
  fingerprint: fingerprint(body),
  key: key === undefined ? null : { method: 'POST', path: '/v1/solutions/digisos/cost-updates', key },
  expectedRevision: null,
  dryRun: false,
  ...more,
});

export const registerOrganisation = (organisationNumber: string = NAV, name = 'NAV') =>
  registerOrganisationCommand(OrganisationRegistered.data.parse({ organisationNumber, name, sector: 'directorate' }));

export const registerSolution = (solutionId = 'digisos') =>
  registerSolutionCommand(
    SolutionRegistered.data.parse({
      solutionId,
      names: { nb: solutionId, nn: null, en: null },
      description: null,
      programmeId: null,
      capabilities: [],
      confirmationMonths: null,
    }),
  );

/** A cost line of its own for every year. */
export const updateCost = (fiscalYear: number, amount = 1, payer: string | null = null) => {
  const data = CostUpdated.data.parse({
    solutionId: 'digisos',
    fiscalYear,
    kind: 'operation',
    estimate: 'actual',
    payer,
    amount: { amount, currency: 'NOK' },
    priceLevelYear: 2024,
  });
  return recordFactCommand({ type: 'CostUpdated', data } as SolutionFact);
};

export const changePhase = (effectiveFrom: string, phase = 'pilot') =>
  recordFactCommand({
    type: 'PhaseChanged',
    data: PhaseChanged.data.parse({ solutionId: 'digisos', effectiveFrom, phase }),
  } as SolutionFact);
