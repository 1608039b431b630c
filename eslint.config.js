import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Who may import whom (docs/architecture.md). A room that is not named in a row may not be reached from it. */
const rooms = {
  domain: [],
  eventstore: ['domain'],
  projections: ['eventstore', 'domain'],
  registry: ['projections', 'eventstore', 'domain'],
  reference: ['registry', 'domain'],
  http: ['registry', 'projections', 'domain'],
  cli: ['registry', 'reference', 'eventstore', 'domain'],
};

/** What puts the rooms together, beside them. */
const together = readdirSync('src').filter((file) => file.endsWith('.ts'));

const walls = Object.entries(rooms).map(([room, allowed]) => {
  const closed = Object.keys(rooms).filter((other) => other !== room && !allowed.includes(other));
  const group = closed.map((other) => `**/${other}/**`);
  // The port of the log, never an engine behind it; only the CLI opens a store, as main.ts does.
  if (room !== 'eventstore' && room !== 'cli') group.push('**/eventstore/sqlite/**', '**/eventstore/eventstoredb/**');
  const message = `src/${room} may import only: ${[room, ...allowed].join(', ')}`;
  const patterns = [{ group, message }];
  if (room !== 'cli') patterns.push({ regex: `^(\\.\\./)+(${together.join('|').replaceAll('.', '\\.')})$`, message });
  if (room === 'domain') patterns.push({ regex: '^(?!\\.|zod$)', message: 'The domain knows no library but zod.' });
  // What is imported when it is needed, that rule does not see.
  const later = room === 'cli' ? [] : [{ selector: 'ImportExpression', message: `${message}, and say so at the head of the file` }];
  return {
    files: [`src/${room}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns }], 'no-restricted-syntax': ['error', ...later] },
  };
});

export default tseslint.config(
  { ignores: ['node_modules/', 'openapi/openapi.json', 'src/http/contract/contract.d.ts', 'coverage/', 'data/', 'data-example/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
  ...walls,
);
