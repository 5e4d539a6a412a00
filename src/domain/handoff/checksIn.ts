import { shellParts } from './shellParts';

/** Run a script of a project by its name. */
const SCRIPT_RUNNERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun', 'deno']);
const SCRIPT =
  /^(?:test|tests|t|build|lint|check|types?|typecheck|type-check|tsc|e2e|unit|verify|ci|validate|coverage|bench)\b/;
/** Run a program of a project, or a task of their own. */
const PROGRAM_RUNNERS: ReadonlySet<string> = new Set([
  'npx',
  'pnpm dlx',
  'pnpm exec',
  'yarn dlx',
  'bunx',
  'uvx',
  'uv run',
  'poetry run',
  'bundle exec',
  'dotnet',
  'composer',
  'rails',
  'mix',
  'swift',
  'flutter',
  'dart',
  'zig',
  'bazel',
  'nx',
  'turbo',
]);
const PROGRAM =
  /^(?:test|build|check|lint|analyze|jest|vitest|mocha|tsc|eslint|biome|playwright|cypress|pytest|mypy|ruff|rspec|rubocop|pyright|tox|nox|credo|dialyzer)\b/;
const CARGO_TASK = /^(?:test|build|check|clippy|nextest|fmt)\b/;
const GO_TASK = /^(?:test|build|vet)\b/;
const PYTHON_MODULE = /^(?:pytest|unittest|mypy|tox|nox|build)\b/;
/** Programs that check whatever they are started with, wherever they lie. */
const CHECKER =
  /^(?:pytest|tox|nox|mypy|ruff|pyright|flake8|pylint|jest|vitest|mocha|tsc|eslint|biome|rspec|rubocop|phpunit|phpstan|ctest|make|gmake|ninja|just|gradle|gradlew|mvn|mvnw|xcodebuild|shellcheck|golangci-lint)\b/;
const NO_CHECK = /^--?(?:version|help)\b/;
/** What a script of the project's own is called that checks it. */
const OWN_CHECKS = ['test', 'build', 'check', 'lint', 'verify', 'ci'];

/** In front of a command: variables, and wrappers that run it. */
const VARIABLE = /^[A-Za-z_]\w*=/;
const WRAPPERS: ReadonlySet<string> = new Set(['time', 'env', 'sudo', 'xvfb-run', 'nice']);

/** Whether a shell line tests, builds or checks something, as far as it can be told. */
export function holdsCheck(command: string): boolean {
  return shellParts(command).some(({ text }) => checkOf(text) !== null);
}

/**
 * One command of a shell line that tests, builds or checks something, without where its output
 * goes; `null` for any other. Goes through it once, word by word: it is hostile text.
 */
export function checkOf(command: string): string | null {
  const plain = withoutRedirections(command);
  return isCheck(withoutPrefix(plain.split(/\s+/))) ? plain : null;
}

/** Without what sends the output elsewhere at the end: `2>&1`, `> out.txt`, `>>log`. */
function withoutRedirections(command: string): string {
  const words = [...command.matchAll(/\S+/g)].map(({ 0: text, index }) => ({ text, index }));
  let count = words.length;
  while (count > 0) {
    const { text, index } = words[count - 1]!;
    if (/^\d?>>?$/.test(words[count - 2]?.text ?? '')) count -= 2;
    else if (/^\d?>>?\S/.test(text)) count -= 1;
    else if (text.includes('>')) return command.slice(0, index + text.indexOf('>')).trim();
    else break;
  }
  const last = words[count - 1];
  return last === undefined ? '' : command.slice(0, last.index + last.text.length).trim();
}

/** The words of the command itself. */
function withoutPrefix(words: readonly string[]): readonly string[] {
  let at = 0;
  for (let word = words[0]; word !== undefined && at < words.length - 1; word = words[at]) {
    if (VARIABLE.test(word)) at++;
    else if (WRAPPERS.has(word)) at = afterOptions(words, at + 1);
    else if (word === 'timeout') at = afterOptions(words, at + 2);
    else break;
  }
  return words.slice(at);
}

function afterOptions(words: readonly string[], from: number): number {
  let at = from;
  while (isOption(words[at])) at++;
  return at;
}

function isOption(word: string | undefined): boolean {
  return word !== undefined && word.length > 1 && word.startsWith('-');
}

function isCheck(words: readonly string[]): boolean {
  const [program = '', first = ''] = words;
  // It installs what others check.
  if (program === 'npm' && first === 'ci') return false;
  if (SCRIPT_RUNNERS.has(program) && SCRIPT.test(words[scriptAt(words)] ?? '')) return true;
  for (const [runner, length] of [
    [program, 1],
    [`${program} ${first}`, 2],
  ] as const)
    if (PROGRAM_RUNNERS.has(runner)) {
      const at = afterOptions(words, length);
      return PROGRAM.test(words[words[at] === 'run' ? at + 1 : at] ?? '');
    }
  switch (program) {
    case 'cargo': {
      let at = 1;
      while (/^[+-]\S/.test(words[at] ?? '')) at++;
      return CARGO_TASK.test(words[at] ?? '');
    }
    case 'go':
      return GO_TASK.test(first);
    case 'py':
    case 'python':
    case 'python3': {
      const module = words.findIndex((word, at) => at > 0 && (word === '-m' || !isOption(word)));
      return words[module] === '-m' && PYTHON_MODULE.test(words[module + 1] ?? '');
    }
    case 'bash':
    case 'sh':
      return OWN_CHECKS.some((name) => first.includes(name));
  }
  if (program.startsWith('./') && OWN_CHECKS.some((name) => program.includes(name))) return true;
  const name = program.slice(program.lastIndexOf('/') + 1);
  const isChecker = CHECKER.test(name) || (name === 'vsce' && first === 'package');
  return isChecker && !NO_CHECK.test(words[name === 'vsce' ? 2 : 1] ?? '');
}

/** `npm run -s test`, `yarn test`. */
function scriptAt(words: readonly string[]): number {
  let at = 1;
  while (words[at] === 'run' || words[at] === 'task' || isOption(words[at])) at++;
  return at;
}
