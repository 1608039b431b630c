import { type Example, type Node, type Operation, operations, resolved } from './contract.ts';
import type { Answer, Headers, Service } from './service.ts';

/** One request of the story that the contract's examples tell: openapi/README.md, «The examples are one story». */
export interface Chapter {
  readonly operation: Operation;
  readonly name: string;
  readonly target: string;
  readonly body: unknown;
  readonly answer: Answer;
}

/** The value that the contract shows for a path parameter, for the request example of a name. */
export function pathParameter({ parameters }: Operation, name: string, example: string): string {
  const node = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.node;
  const named = (node?.['examples'] as Record<string, Node> | undefined)?.[example];
  const value = named === undefined ? node?.['example'] : resolved(named)['value'];
  return String(value);
}

/** Tells the whole story: every request example, in the order of the document. @param before is told of each request before it is sent */
export async function tellStory(
  service: Service,
  before: (chapter: Omit<Chapter, 'answer'>, headers: Headers) => Promise<void> = () => Promise.resolve(),
  after: (chapter: Chapter) => Promise<void> = () => Promise.resolve(),
): Promise<Chapter[]> {
  const told: Chapter[] = [];
  for (const operation of operations) {
    for (const example of operation.body?.examples ?? []) {
      const target = targetOf(operation, example, told);
      const headers = await preconditionOf(operation, example, told, service);
      const chapter = { operation, name: example.name, target, body: example.value };
      await before(chapter, headers);
      const answer = await service.post(target, example.value, headers);
      told.push({ ...chapter, answer });
      await after({ ...chapter, answer });
      service.clock.now += 47_000;
    }
  }
  return told;
}

/** What a fact of the story is known by: the event id that the service gave. */
export function eventIdOf(told: readonly Chapter[], name: string): string {
  const chapter = told.find((one) => one.name === name);
  if (chapter === undefined) throw new Error(`the story has no request ${name}`);
  return (JSON.parse(chapter.answer.text) as { eventId: string }).eventId;
}

const targetOf = (operation: Operation, { name }: Pick<Example, 'name'>, told: readonly Chapter[]): string =>
  operation.template.replace(/\{(\w+)\}/g, (_, parameter: string) =>
    parameter === 'eventId' ? eventIdOf(told, name) : pathParameter(operation, parameter, name),
  );

/** What must say which revision it builds on has the ETag of its parent at that moment. */
async function preconditionOf(
  operation: Operation,
  { name }: Pick<Example, 'name'>,
  told: readonly Chapter[],
  service: Service,
): Promise<Headers> {
  if (!operation.answers.some(({ status }) => status === 428)) return {};
  const about = operation.template.startsWith('/v1/facts/')
    ? told.find((one) => one.name === name)?.target
    : targetOf(operation, { name }, told);
  return { 'If-Match': (await service.get((about ?? '').replace(/\/[^/]+$/, ''))).etag };
}
