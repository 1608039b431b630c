import type { Municipality } from './graph.ts';

/**
 * The municipality as it was before every renumbering: two with one origin are the same municipality. Where a register has
 * two renumberings of one municipality on a day, the first number carries it on.
 */
export function beforeRenumbering(municipality: Municipality): Municipality {
  const [link] = municipality.predecessors;
  if (municipality.origin !== 'renumbered' || link === undefined) return municipality;
  const carriedOn = link.municipality.successors.find((successor) => successor.municipality.origin === 'renumbered');
  return carriedOn?.municipality === municipality ? beforeRenumbering(link.municipality) : municipality;
}
