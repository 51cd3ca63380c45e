import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const ignored = [
  'node_modules/',
  'dist/',
  'dist-test/',
  'build/',
  '.venv/',
  '.workbook/',
  'work/',
  'notebooks/',
  'recordings/',
  // Made of lessons/*/exercises/.
  'exercises/',
  'solutions/',
];

/** Plain scripts run by Node: no types, but no unknown names either. */
const nodeGlobals = Object.fromEntries(
  [
    'process',
    'console',
    'Buffer',
    'URL',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'fetch',
  ].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ignored },
  js.configs.recommended,
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals } },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'lessons/*/exercises/*/check.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.test.json', 'tsconfig.exercises.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Dims and counts read well in messages as they are.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowArray: true },
      ],
      // What may wait returns a Promise on both hosts, also where this one has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A matter of taste: short arrow functions around calls.
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    // The one place that loads the native addon, by a path that is known only when it runs.
    files: ['src/native-loader.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
