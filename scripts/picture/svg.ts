/** Text as SVG may have it. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export type Attributes = Readonly<Record<string, string | number>>;

/** An element with its attributes and what is in it: other elements, already written. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

/** An element with text in it. */
export const textElement = (name: string, attributes: Attributes, text: string): string => element(name, attributes, escaped(text));
