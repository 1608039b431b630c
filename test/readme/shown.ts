/** A fenced block of shell commands in a document, and the answer that is shown below it, if one is. */
export interface Shown {
  readonly commands: string;
  readonly answer: string;
}

/** The shell blocks of a section, from its heading to the next of the same level. */
export function shownIn(document: string, heading: string): Shown[] {
  const [, from = ''] = document.split(`\n## ${heading}\n`);
  const [section = ''] = from.split('\n## ');
  const blocks = section.matchAll(/```sh\n([^]*?)```\n(?:```\w+\n([^]*?)```\n)?/g);
  return [...blocks].map(([, commands = '', answer = '']) => ({ commands, answer }));
}

/** JSON is laid out in lines for people; the spaces between its parts say nothing, those within its strings do. */
const compact = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? '');

/** What an answer has to look like: `…` is anything, `«…»` one value that is another one every time, the rest is exact. */
export function patternOf(answer: string): RegExp {
  const parts = compact(answer).split(/(…|«[^»]*»)/);
  const pattern = parts.map((part) =>
    part === '…' ? '[^]*' : part.startsWith('«') ? '[^"\\s]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${pattern.join('')}$`);
}

/** An answer in the form that patternOf looks at. */
export const answered = compact;
