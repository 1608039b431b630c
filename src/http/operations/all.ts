import type { Handlers, OperationId } from '../contract/handlers.ts';
import type { Schemas } from '../contract/schemas.ts';
import type { OpenApiDocument } from '../contract/document.ts';
import type { Feed } from '../feed/options.ts';
import { adoptions } from './adoptions.ts';
import { coverage } from './coverage.ts';
import { events } from './events.ts';
import { facts } from './facts.ts';
import { health } from './health.ts';
import { municipalities } from './municipalities.ts';
import { organisations } from './organisations.ts';
import { programmes } from './programmes.ts';
import { reportDescriptions } from './report-descriptions.ts';
import { differenceReports } from './difference-reports.ts';
import { reportingOf } from './reporting.ts';
import { reports } from './reports.ts';
import { solutionReports } from './solution-reports.ts';
import { solutionFacts } from './solution-facts.ts';
import { solutions } from './solutions.ts';

/** The handler of every operation of the contract: one that is missing, or too many, does not compile. */
export function operations(document: OpenApiDocument, schemas: Schemas, feed: Feed) {
  const reporting = reportingOf(document);
  return {
    ...organisations,
    ...programmes,
    ...solutions(),
    ...solutionFacts,
    ...adoptions,
    ...coverage(),
    ...facts(schemas),
    ...municipalities,
    ...reports(reporting),
    ...reportDescriptions(reporting),
    ...events(feed),
    ...differenceReports(reporting),
    ...solutionReports(reporting),
    ...health,
  } satisfies Handlers<OperationId>;
}
