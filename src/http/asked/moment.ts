import type { CivilDate } from '../../domain/civil-date.ts';
import { REGISTER_BEGINS } from '../../domain/municipality/events.ts';
import type { Position } from '../../domain/position.ts';
import { momentAt, positionAsked, type ResolvedMoment, resolveMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Received } from '../contract/handlers.ts';
import { momentProblem } from '../problems/from-moment.ts';
import { parameterProblem, type Problem } from '../problems/problem.ts';

export interface Asked {
  readonly query: { readonly asOf?: string; readonly knownAt?: string };
  readonly received: Received;
}

/** The moment that a read is answered for. @throws Problem 400, 410, 422 */
export async function momentOf(registry: Registry, { query, received }: Asked): Promise<ResolvedMoment> {
  const resolved = await resolveMoment(registry, { asOf: query.asOf as CivilDate | undefined, knownAt: query.knownAt }, received.arrivedAt);
  if ('code' in resolved) throw momentProblem(resolved, 'knownAt');
  return resolved;
}

/**
 * The moment of a report, told by its position alone, also where an instant was asked for: the address of its snapshot has the position, and
 * answers with the same bytes. @throws Problem 400, 410, 422
 */
export async function momentOfReport(registry: Registry, asked: Asked): Promise<ResolvedMoment> {
  const { asOf, knownAt } = await momentOf(registry, asked);
  return momentAt(registry, asOf, knownAt);
}

/** A position that a parameter names. @throws Problem 400, 410, 422 */
export async function positionOf(registry: Registry, text: string, parameter: string): Promise<Position> {
  const position = await positionAsked(registry, text);
  if (typeof position === 'object') throw momentProblem(position, parameter);
  return position;
}

/** Nothing is known of municipalities before the register begins. @throws Problem before-register */
export function checkRegisterDate(date: CivilDate, parameter = 'asOf'): void {
  if (date >= REGISTER_BEGINS) return;
  const message = `${parameter} ${date} is before the municipality register begins on ${REGISTER_BEGINS}`;
  throw parameterProblem('before-register', parameter, message, { members: { date, registerBegins: REGISTER_BEGINS } });
}

/** @throws Problem period-ends-before-it-starts */
export function checkOrder(from: CivilDate, to: CivilDate): void {
  if (from > to) throw endsBeforeItStarts('from', `from ${from} is after to ${to}: exchange them`);
}

export const endsBeforeItStarts = (parameter: string, message: string): Problem =>
  parameterProblem('period-ends-before-it-starts', parameter, message);

/** What a path names and the registry does not know at the moment asked for. */
export const missing = (
  code: 'unknown-solution' | 'unknown-organisation' | 'unknown-programme' | 'unknown-municipality' | 'unknown-fact',
  message: string,
  parameter: string,
): Problem => parameterProblem(code, parameter, message, { inPath: true });
