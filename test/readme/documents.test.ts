import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commands } from '../../src/cli/commands.ts';
import { readConfig } from '../../src/config.ts';
import { root } from '../cli/process.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/**/*.md', { cwd: root }),
  ...globSync('{openapi,example,src}/**/README.md', { cwd: root }),
];

describe('README', () => {
  const readme = read('README.md');

  it('lists the settings that there are, with their defaults', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| .* \| (.*) \|$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('`', ''),
    ]);
    const shown = (value: unknown): string => {
      if (typeof value === 'boolean') return value ? 'yes' : 'no';
      if (Array.isArray(value)) return value.join() || 'none';
      return value === null ? 'none' : JSON.stringify(value).replaceAll('"', '').replace(process.cwd(), '.');
    };
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(readConfig({})).map(([name, value]) => [name, shown(value)])),
    );
  });

  it('begins with the two commands, and names only scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/^npm (?:run (?:--silent )?)?(\w+)/gm)].map(([, name = '']) => name);
    expect(named.slice(0, 2)).toEqual(['start', 'test']);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('shows every command of the command line', () => {
    const shown = [...readme.matchAll(/^npm run (?:--silent )?registry -- ([a-z ]+?)(?: [A-Z-]| {2}| log\.)/gm)].map(([, name]) => name);
    expect(new Set(shown)).toEqual(new Set(Object.keys(commands)));
  });
});

describe('the documents', () => {
  it.each(documents)('%s links only to what exists', (file) => {
    const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link.replace(/#.*$/, ''));
    const broken = links.filter((link) => link !== '' && !/^[a-z]+:/.test(link) && !existsSync(join(root, dirname(file), link)));
    expect(broken).toEqual([]);
  });

  it.each(documents)('%s names only files and folders of the repository that exist', (file) => {
    const paths = [...read(file).matchAll(/`((?:src|test|openapi|example|scripts|docs|bench)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
