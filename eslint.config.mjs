import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

// A text: a string, a regular expression, or a template in which nothing but names is inserted.
const TEXT = [
  String.raw`'(?:[^'\\]|\\.)*'`,
  String.raw`"(?:[^"\\]|\\.)*"`,
  String.raw`\/(?:[^\/\\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/\w*`,
  '(?:String\\.raw)?`(?:[^`$\\\\]|\\\\.|\\$(?!\\{)|\\$\\{[\\w.]+\\})*`',
].join('|');
const TITLE = String.raw`(?:describe|it)\((?:${TEXT}), (?:async )?(?:function )?\(\) (?:=> )?\{`;
const LEAD = String.raw`(?:return |\+ |\? |: |(?:export )?const \w+ = |[\w']+: )?`;
// Where a line may be longer than 100 columns: it is one long text, or the title of a test.
const LONG_TEXT = String.raw`^\s*(?:${TITLE}|${LEAD}(?:${TEXT})[,;)\]]*(?: \+)?)$`;

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what is exported.',
};
const SHOWN_ELSEWHERE = [
  {
    selector:
      "MemberExpression[object.property.name='window'][property.name=/^(show(Information|Warning|Error)Message|showQuickPick|createQuickPick|showInputBox|createInputBox|withProgress|createStatusBarItem|setStatusBarMessage|createOutputChannel)$/]",
    message: 'Show it with host/messages.ts, which makes it plain; log with host/createLog.ts.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name=/^(stdout|stderr)$/]",
    message: 'Print it with cli/print.ts, which makes it plain.',
  },
];

export default tseslint.config(
  { ignores: ['dist', 'out', '.cache', 'node_modules', 'companion/**/*.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { '@stylistic': stylistic },
    rules: { '@stylistic/max-len': ['error', { code: 100, ignorePattern: LONG_TEXT }] },
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'max-lines': ['error', 300],
      // A promise that nobody waits for ends its process when it fails: `void` does not help.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Transcripts are hostile text, and control characters are what is taken out of it.
      'no-control-regex': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // What is matched is hostile text; test/unit/regularExpressions.test.ts looks for what these
    // two do not see.
    files: ['src/**/*.ts', 'media/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/host/messages.ts', 'src/host/createLog.ts', 'src/cli/print.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ...SHOWN_ELSEWHERE] },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    // Runs inside Claude Code: no Node, no browser.
    files: ['companion/**/*.js'],
    languageOptions: { globals: { crypto: 'readonly', TextEncoder: 'readonly' } },
    rules: { 'max-lines': ['error', 300] },
  },
  {
    files: ['*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
);
