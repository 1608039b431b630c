import { lineage, type Municipality, type MunicipalityGraph, municipalitiesOn } from '../municipality/graph.ts';
import type { Standing } from '../solution/standing.ts';

/**
 * Which municipalities a solution is for. A target group says who on its own date; later a municipality belongs if it, or
 * one that it came from, does. Before the first target group all belong.
 */
export function targetGroupMembers(
  graph: MunicipalityGraph,
  standing: Standing<'TargetGroupChanged'> | undefined,
): (municipality: Municipality) => boolean {
  if (standing === undefined) return () => true;
  const { group, effectiveFrom } = standing.value.data;
  if (group.kind === 'all') return () => true;
  const numbers = new Set<string>(group.numbers);
  const named = (one: Municipality): boolean => numbers.has(group.kind === 'counties' ? one.countyNumber : one.number);
  const chosen = new Set(municipalitiesOn(graph, effectiveFrom).filter(named));
  return (municipality) => lineage(municipality).some((ancestor) => chosen.has(ancestor));
}
