import { existsSync } from 'node:fs';
import { type AdoptionEvent, AdoptionReported } from '../../domain/adoption/events.ts';
import { type Adoption, evolve, noAdoption } from '../../domain/adoption/state.ts';
import type { Rejection } from '../../domain/rejection.ts';
import { rejectionSentence } from '../../domain/rejection-sentence.ts';
import { NEVER } from '../../domain/position.ts';
import { adoptionStream } from '../../domain/streams.ts';
import { isStoreError, StoreError } from '../../eventstore/errors.ts';
import type { Recorded } from '../../eventstore/port.ts';
import { databaseFile } from '../../eventstore/sqlite/open.ts';
import type { Config } from '../../config.ts';
import { openLog, openLogForReading } from '../../open-log.ts';
import { reportAdoptionCommand } from '../../registry/commands.ts';
import { fingerprint } from '../../registry/event-ids.ts';
import type { Outcome } from '../../registry/outcome.ts';
import { Registry } from '../../registry/registry.ts';
import type { ImportOf, Planned } from './plan.ts';
import { tellMigration } from '../migration.ts';
import { type Content, ImportRefused, type Past, RowRefused, type Target } from './target.ts';

/**
 * Imports into the log itself (SQLite's while no service has it open): the same commands, without HTTP.
 * @param isDry whether nothing will be recorded: then a store of an older release is not migrated either
 * @throws StoreError, ReadModelStopped
 */
export async function storeTarget(config: Config, { solutionId, consumer }: ImportOf, isDry: boolean): Promise<Target> {
  // A solution must be registered before anybody adopts it, so there is a store, and what is new of the register is for `serve`.
  if (config.EVENT_STORE === 'sqlite' && !existsSync(databaseFile(config.DATA_DIR)))
    throw new StoreError('unavailable', {
      reason: `there is no store in ${config.DATA_DIR}; start the service and register the solution first`,
    });
  if (isDry) await (await openLogForReading(config)).close();
  const store = await openLog(config, { onMigration: tellMigration }).catch((error: unknown) => {
    if (!isStoreError(error, 'locked')) throw error;
    throw new StoreError('unavailable', { reason: `${error.message}, or use --url to go through it` }, { cause: error });
  });
  const registry = new Registry(store, { knownBad: new Set(config.KNOWN_BAD_EVENTS) });
  const close = async (): Promise<void> => {
    await registry.stop();
    await store.close();
  };
  await registry.start(() => undefined); // what stops the read models is told here
  try {
    registry.follower.requireAll();
  } catch (stopped) {
    await close();
    throw stopped;
  }

  const execute = ({ row, body, key }: Planned, dryRun: boolean) => {
    const data = AdoptionReported.data.parse({ solutionId, municipalityNumber: row.number, ...body });
    return registry.execute(reportAdoptionCommand({ type: 'AdoptionReported', data }), {
      consumer,
      supplier: null,
      requestId: key.key,
      arrivedAt: registry.now(),
      fingerprint: fingerprint(body),
      key,
      expectedRevision: null,
      dryRun,
    });
  };

  return {
    standing: () => {
      const { municipalities, adoptions, solutions } = registry.models;
      const pasts = new Map<string, Promise<Past>>();
      if (solutions.get(solutionId) === undefined) return Promise.reject(new ImportRefused(`solution ${solutionId} is not registered`));
      return Promise.resolve({
        municipalities: municipalities.graph(),
        reportOn: adoptions.reportsOf(solutionId, null, NEVER),
        past: (number) => {
          const past = pasts.get(number) ?? pastOf(store.readStream(adoptionStream(solutionId, number)));
          pasts.set(number, past);
          return past;
        },
      });
    },
    check: async (report) => refusal(await execute(report, true)),
    record: async (report) => {
      const outcome = await execute(report, false);
      const why = refusal(outcome);
      if (why !== null) throw new RowRefused(why);
      return outcome.kind === 'recorded';
    },
    close,
  };
}

async function pastOf(stream: AsyncIterable<Recorded>): Promise<Past> {
  const events = (await Array.fromAsync(stream)) as Recorded<AdoptionEvent>[]; // such a stream has no others
  return { said: events.flatMap(saidBy), adoption: events.reduce<Adoption>(evolve, noAdoption) };
}

function saidBy({ type, data }: Recorded<AdoptionEvent>): Content[] {
  if (type === 'AdoptionReported') return [data];
  return type === 'AdoptionReportCorrected' ? [data.fact.data] : [];
}

/** Why a row was not accepted; null where it was. */
function refusal(outcome: Outcome<unknown>): string | null {
  switch (outcome.kind) {
    case 'recorded':
    case 'unchanged':
    case 'dry-run':
      return null;
    case 'rejected':
      return outcome.rejections.map((rejection: Rejection) => rejectionSentence(rejection)).join('; ');
    default:
      return outcome.kind;
  }
}
