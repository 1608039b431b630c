import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commands } from '../../src/cli/commands.ts';
import { readConfig } from '../../src/config.ts';
import { folder, registry } from './process.ts';

const names = Object.keys(commands);

describe('help', () => {
  it('of all names every command and the exit codes', async () => {
    const { code, stdout, stderr } = await registry(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(stdout).toContain('Exit codes: 0 done, 1 bad rows or findings, 2 usage, 3 store');
  });

  it.each(names)('of %s says how it is called, with every option, and does nothing', async (name) => {
    const path = join(folder(), 'data');
    const { code, stdout, stderr } = await registry([...name.split(' '), '--help'], { DATA_DIR: path });
    expect({ code, stderr, made: existsSync(path) }).toEqual({ code: 0, stderr: '', made: false });
    expect(stdout).toMatch(new RegExp(`^usage: npm run (--silent )?registry -- ${name}\\b`));
    for (const option of Object.keys(commands[name as keyof typeof commands].options)) expect(stdout).toContain(`--${option}`);
  });

  it.each([['--help', 0], ['-h', 0], [undefined, 2]])('of a first word alone names the commands that begin with it (import %s)', async (asked, code) => {
    const ended = await registry(asked === undefined ? ['import'] : ['import', asked]);
    const [told, silent] = code === 0 ? [ended.stdout, ended.stderr] : [ended.stderr, ended.stdout];
    expect({ code: ended.code, silent }).toEqual({ code, silent: '' });
    expect(told.match(/^ {2}[a-z ]+(?= {2})/gm)?.map((name) => name.trim())).toEqual(['import adoption', 'import log']);
  }); // prettier-ignore

  it.each(['restore', 'import log'] as const)('of %s says that the log gets a new id', (name) => {
    expect(commands[name].help).toMatch(/The log gets a new id:\s+positions .* 410/s);
  });

  it('of serve lists every setting', () => {
    const listed = [...commands.serve.help.matchAll(/^ {2}([A-Z_]+) /gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(Object.keys(readConfig({})).sort());
  });
});

describe('a wrong call', () => {
  it.each([
    [[], 'usage: npm run registry'],
    [['import', 'costs'], 'there is no command «import costs»'],
    [['toString'], 'there is no command «toString»'],
    [['serve', '--port', '1'], "Unknown option '--port'"],
    [['export', '--output'], "Option '--output <value>' argument missing"],
    [['import', 'log', 'nowhere.ndjson'], 'nowhere.ndjson cannot be read'],
    [['import', 'adoption', 'a.csv', '--solution', 'digisos'], 'a.csv cannot be read'],
    [['restore', 'nowhere.db'], 'nowhere.db cannot be read'],
    [['restore', '.'], '. is no file that can be read from its beginning again'],
    [['backup', ''], 'backup takes one file'],
    [['export', '--output', ''], '--output takes the name of a file'],
    [['export', '--output', 'a', '--output', 'b'], '--output was given more than once'],
  ])('%j exits with 2, says what is wrong, and makes no store', async (args, message) => {
    const path = join(folder(), 'data');
    const { code, stdout, stderr } = await registry(args, { DATA_DIR: path });
    expect({ code, stdout, made: existsSync(path) }).toEqual({ code: 2, stdout: '', made: false });
    expect(stderr).toContain(message);
  });

  it.each(['backup', 'restore'])('%s leaves the log in an EventStoreDB alone', async (name) => {
    const { code, stderr } = await registry([name, 'package.json'], { EVENT_STORE: 'esdb://127.0.0.1:2113?tls=false' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`${name} is for the embedded store`) });
  });

  it.each([
    ['serve', ['now'], {}, 'serve takes no arguments, not now'],
    ['export', ['log.ndjson'], {}, 'export takes no arguments, not log.ndjson'],
    ['verify', ['it'], {}, 'verify takes no arguments, not it'],
    ['backup', [], {}, 'backup takes one file'],
    ['restore', ['a', 'b'], {}, 'restore takes one file'],
    ['snapshot', ['it'], {}, 'snapshot takes no arguments, not it'],
    ['rebuild', ['it'], {}, 'rebuild takes no arguments, not it'],
    ['import log', [], {}, 'import log takes one file'],
    ['import log', ['a', 'b'], {}, 'import log takes one file'],
    ['import adoption', [], { solution: 'digisos' }, 'import adoption takes one file'],
    ['import adoption', ['a.csv'], {}, '--solution is missing'],
    ['import adoption', ['a.csv'], { solution: 'Digi Sos' }, '--solution «Digi Sos» is not the id of a solution'],
    ['import adoption', ['a.csv'], { solution: 'digisos', consumer: '994598758' }, '--consumer «994598758» is not an organisation number'],
    ...[
      'https://ola:hemmelig@registry.example',
      'http://127.0.0.1:8080/?token=hemmelig',
      'http://127.0.0.1:8080/#hemmelig',
      'ola:hemmelig@127.0.0.1:8080',
      'http://ola:hemm elig@host:99999',
      'localhost:8080',
    ].map(
      (url) =>
        [
          'import adoption',
          ['a.csv'],
          { solution: 'digisos', url },
          '--url takes an address as http://host:port, without a user, ',
        ] as const,
    ),
  ] as const)('of %s with %j %j is told: %s', async (name, positionals, options, message) => {
    const refused = commands[name].run(positionals, options);
    await expect(refused).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
    await expect(refused).rejects.not.toThrow('hemm');
  });
});
