import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The path of a file in data/. */
export const dataPath = (file: string): string => fileURLToPath(new URL(`./data/${file}`, import.meta.url));

/** The content of a JSON file in data/: the example's own, and trusted. */
export const readData = async <Content>(file: string): Promise<Content> => JSON.parse(await readFile(dataPath(file), 'utf8')) as Content;
