import type { CivilDate } from '../civil-date.ts';
import { reject, type Rejection } from '../rejection.ts';
import { REGISTER_BEGINS } from './events.ts';
import { type Link, type Municipality, type MunicipalityGraph, municipalityOn, nameOn, type Origin, type Succession } from './graph.ts';

const step =
  (on: CivilDate) =>
  (link: Link): Succession => ({
    municipalityNumber: link.municipality.number,
    name: nameOn(link.municipality, on),
    shareBasisPoints: link.shareBasisPoints,
    on,
  });

/** Who carries a municipality on; empty while it exists. */
export const successorsOf = ({ successors, validTo }: Municipality): Succession[] =>
  validTo === null ? [] : successors.map(step(validTo));

/** Who carries it on on a date: nobody while it exists, or has not begun. */
export const successorsOn = (municipality: Municipality, date: CivilDate): Succession[] =>
  municipality.validTo !== null && municipality.validTo <= date ? successorsOf(municipality) : [];

export const predecessorsOf = ({ predecessors, validFrom }: Municipality): Succession[] => predecessors.map(step(validFrom));

/** The validity of a number that is nearest to a date on which it is not valid: the last before it, else the first after it. */
export function nearestValidity(graph: MunicipalityGraph, number: string, date: CivilDate): Municipality | undefined {
  const all = graph.byNumber.get(number) ?? [];
  return all.findLast(({ validTo }) => validTo !== null && validTo <= date) ?? all[0];
}

/**
 * Why a number cannot be named on a date: before the register, never in it, or not valid then (with who is).
 * @param at where the number stands in the content; null where it is what the whole is about
 */
export function checkMunicipality(graph: MunicipalityGraph, number: string, date: CivilDate, at: string | null): Rejection[] {
  if (date < REGISTER_BEGINS) return [beforeRegister(date)];
  if (municipalityOn(graph, number, date) !== undefined) return [];
  const nearest = nearestValidity(graph, number, date);
  if (nearest === undefined) return [reject('unknown-municipality', { municipalityNumber: number }, at)];
  const hasEnded = nearest.validTo !== null && nearest.validTo <= date;
  const details = {
    municipalityNumber: number,
    effectiveFrom: date,
    successors: hasEnded ? successorsOf(nearest) : [],
    predecessors: hasEnded ? [] : predecessorsOf(nearest),
    reform: hasEnded ? endOf(nearest) : nearest.origin,
    reformedOn: hasEnded ? nearest.validTo : nearest.validFrom,
  };
  return [reject('municipality-not-valid-on-date', details, at ?? '/effectiveFrom')];
}

/** What ended it. Its parts may each have become, or begun, something else: it was split among them. */
const endOf = ({ successors }: Municipality): Origin | null =>
  successors.length > 1 ? 'split' : (successors[0]?.municipality.origin ?? null);

export const beforeRegister = (date: CivilDate): Rejection =>
  reject('before-register', { date, registerBegins: REGISTER_BEGINS }, '/effectiveFrom');
