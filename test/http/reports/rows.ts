import type { Schemas, Service } from '../service.ts';

type RowName = Extract<keyof Schemas, `${string}ReportRow`>;

/** The rows of a report, as NDJSON has them. @throws Error where it is refused */
export async function rowsOf<Name extends RowName>(service: Service, _name: Name, target: string): Promise<Schemas[Name][]> {
  const answer = await service.get(`${target}${target.includes('?') ? '&' : '?'}format=ndjson`);
  if (answer.status !== 200) throw new Error(`${target} answered ${answer.status}: ${answer.text}`);
  return answer.text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as Schemas[Name])));
}
