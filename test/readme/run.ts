import { spawnSync } from 'node:child_process';
import { folder, root } from '../cli/process.ts';
import type { Shown } from './shown.ts';

/** Written after the output of each block, to tell them apart. No answer has it. */
const END = '\u001e';

/** What runs the blocks of a language: all of them in one process, from its standard input, so that what one sets is there in the next. */
export interface Tool {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
  /** Writes the end of a block, in the language. */
  readonly end: string;
  /** Where it runs; an empty folder where nothing is said. */
  readonly folder?: string;
  /** The locale of the machine; C.UTF-8 where nothing is said, since what is printed has Norwegian letters in it. */
  readonly locale?: string;
}

export const tools = {
  sh: { name: 'sh', program: 'sh', arguments: [], end: "printf '\\036'" },
  python: { name: 'python3', program: 'python3', arguments: ['-'], end: "print('\\x1e', end='')" },
  r: { name: 'Rscript', program: 'Rscript', arguments: ['-'], end: "cat('\\036')" },
  // In the repository, for its packages.
  js: {
    name: 'node',
    program: process.execPath,
    arguments: ['--input-type=module', '-'],
    end: "process.stdout.write('\\x1e');",
    folder: root,
  },
} satisfies Record<string, Tool>;

/** Whether this machine has the program. */
export const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** What each block wrote to standard output, and what all of them wrote to standard error. @param url where the service is that they ask */
export function run(tool: Tool, blocks: readonly Shown[], url: string): { readonly outputs: readonly string[]; readonly errors: string } {
  const script = blocks.map(({ commands }) => `${commands}${tool.end}\n`).join('');
  const { stdout, stderr, error } = spawnSync(tool.program, tool.arguments, {
    input: script.replaceAll('http://127.0.0.1:8080', url),
    cwd: tool.folder ?? folder(),
    encoding: 'utf8',
    // Whatever the machine speaks.
    env: { ...process.env, LC_ALL: tool.locale ?? 'C.UTF-8' },
  });
  if (error !== undefined) throw error;
  return { outputs: stdout.split(END).slice(0, -1), errors: stderr };
}
