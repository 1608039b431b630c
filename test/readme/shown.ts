/** A fenced block of a document that can be run, and the answer that is shown below it, if one is. */
export interface Shown {
  /** The heading that it stands under. */
  readonly heading: string;
  readonly commands: string;
  readonly answer: string;
  /** What the fence says that the answer is: `json`, `csv`, `text`; empty where none is shown. */
  readonly form: string;
}

/** The blocks of a document that are written in a language (`sh`, `python`, …), in order. */
export function shownAs(document: string, language: string): Shown[] {
  const blocks = document.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\`\\n(?:\`\`\`(json|csv|text)\\n([^]*?)\`\`\`\\n)?`, 'g'));
  const headingBefore = (index: number): string =>
    document
      .slice(0, index)
      .match(/^##+ .*$/gm)
      ?.at(-1)
      ?.replace(/^#+ /, '') ?? '';
  return [...blocks].map(({ index, 1: commands = '', 2: form = '', 3: answer = '' }) => ({
    heading: headingBefore(index),
    commands,
    answer,
    form,
  }));
}

/** The shell blocks of a section, from its heading to the next of the same level. */
export function shownIn(document: string, heading: string): Shown[] {
  const [, from = ''] = document.split(`\n## ${heading}\n`);
  const [section = ''] = from.split('\n## ');
  return shownAs(section, 'sh');
}

/** JSON is laid out in lines for people; the spaces between its parts say nothing, those within its strings do. */
const compact = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? '');

/** Of anything else every space counts, but not how a line ends, nor how the last one does. */
const lines = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();

/** An answer in the form that patternOf looks at. */
export const answered = (text: string, form = 'json'): string => (form === 'json' ? compact(text) : lines(text));

/** What an answer has to look like: `…` is anything, `«…»` one value that is another one every time, the rest is exact. */
export function patternOf(answer: string, form = 'json'): RegExp {
  const parts = answered(answer, form).split(/(…|«[^»]*»)/);
  const pattern = parts.map((part) =>
    part === '…' ? '[^]*' : part.startsWith('«') ? '[^"\\s]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${pattern.join('')}$`);
}
