import { inspect, parseArgs } from 'node:util';
import { commands } from './cli/commands.ts';
import { EXIT, type ExitCode, UsageError } from './cli/exit.ts';
import { quoted } from './cli/quoted.ts';
import { exitCodeOf } from './exit-code.ts';

/** How the commands are called whose names begin so. @param call what stands for them in the first line */
const usageOf = (call: string, beginning: string): string => `usage: npm run registry -- ${call} [options]

${Object.entries(commands).filter(([name]) => name.startsWith(beginning)).map(([name, { summary }]) => `  ${name.padEnd(18)}${summary}`).join('\n')}

Each has --help. Exit codes: 0 done, 1 bad rows or findings, 2 usage, 3 store, ${EXIT.unforeseen} a fault that nobody foresaw.
`; // prettier-ignore

const usage = usageOf('COMMAND', '');

/** Runs the command that the arguments name, by one word or by two. */
async function run(args: readonly string[]): Promise<ExitCode> {
  const words = [args.slice(0, 2).join(' '), args[0] ?? ''];
  const name = words.find((word) => Object.hasOwn(commands, word));
  if (name === undefined) {
    const [word = '', next] = args;
    if (isFirstWord(word) && (next === undefined || isHelp(next))) {
      (next === undefined ? process.stderr : process.stdout).write(usageOf(`${word} WHAT`, `${word} `));
      return next === undefined ? EXIT.usage : EXIT.done;
    }
    const help = isHelp(word);
    (help ? process.stdout : process.stderr).write(
      args.length === 0 || help ? usage : `there is no command ${quoted(args.join(' '))}\n\n${usage}`,
    );
    return help ? EXIT.done : EXIT.usage;
  }
  const command = commands[name as keyof typeof commands];
  const { values, positionals } = parsed(command.options, args.slice(name.split(' ').length));
  if (values['help'] === true) {
    process.stdout.write(command.help);
    return EXIT.done;
  }
  return command.run(positionals, values);
}

const isHelp = (word: string): boolean => ['--help', '-h', 'help'].includes(word);

/** Whether commands have this word before a second one. */
const isFirstWord = (word: string): boolean => Object.keys(commands).some((name) => name.startsWith(`${word} `));

function parsed(options: (typeof commands)[keyof typeof commands]['options'], args: readonly string[]) {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = given.find((name, index) => given.indexOf(name) !== index);
    if (twice !== undefined) throw new UsageError(`--${twice} was given more than once`); // the last one would count, in silence
    return { values, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Tells a fault on stderr: in its own sentence, and with its stack where nobody foresaw it. @returns what it ends the command with */
function told(fault: unknown): ExitCode {
  const code = exitCodeOf(fault);
  if (fault !== unwritten) process.stderr.write(`${code === EXIT.unforeseen ? inspect(fault) : (fault as Error).message}\n`);
  return code;
}

/** Why stdout does not take what was written: nobody reads on (`| head`), or the disk behind it is full. */
let unwritten: Error | undefined;
// What was to be done is done to its end, and closed; but nobody was told all of it.
process.stdout.on('error', (fault: Error) => {
  if (unwritten === undefined) process.stderr.write(`stdout cannot be written: ${fault.message}\n`);
  unwritten = fault;
  process.exitCode = EXIT.store;
});
process.stderr.on('error', () => undefined); // nobody is left who could be told
// At once, whatever is still open: nothing that goes on could be believed. Where nobody waited for it, only its stack says where it is from.
process.on('uncaughtException', (fault) => {
  process.stderr.write(`${inspect(fault)}\n`);
  process.exit(exitCodeOf(fault));
});
try {
  const code = await run(process.argv.slice(2));
  process.exitCode ??= code; // where stdout has not given it one
} catch (fault) {
  const code = told(fault);
  if (code === EXIT.unforeseen) process.exit(code);
  process.exitCode = code;
}
