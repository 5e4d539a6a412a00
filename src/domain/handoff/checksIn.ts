const SCRIPT = String.raw`(?:test|tests|t|build|lint|check|types?|typecheck|type-check|tsc|e2e|unit|verify|ci|validate|coverage|bench)\b`;

/**
 * The commands of common tools that test, build, lint or check types. Each is held against the
 * beginning of one simple command.
 */
const CHECKS = [
  new RegExp(String.raw`^(?:npm|pnpm|yarn|bun|deno)(?: +(?:run|task|--?\S+))* +${SCRIPT}`),
  /^(?:npx|pnpm dlx|pnpm exec|yarn dlx|bunx|uvx|uv run|poetry run|bundle exec|dotnet|composer|rails|mix|swift|flutter|dart|zig|bazel|nx|turbo)(?: +--?\S+)* +(?:run +)?(?:test|build|check|lint|analyze|jest|vitest|mocha|tsc|eslint|biome|playwright|cypress|pytest|mypy|ruff|rspec|rubocop|pyright|tox|nox)\b/,
  /^cargo(?: +[+-]\S+)* +(?:test|build|check|clippy|nextest|fmt)\b/,
  /^go +(?:test|build|vet)\b/,
  /^golangci-lint\b/,
  /^(?:python3?|py)(?: +-\S+)* +-m +(?:pytest|unittest|mypy|tox|nox|build)\b/,
  /^(?:\S*\/)?(?:pytest|tox|nox|mypy|ruff|pyright|flake8|pylint|jest|vitest|mocha|tsc|eslint|biome|rspec|rubocop|phpunit|phpstan|ctest|make|gmake|ninja|just|gradle|gradlew|mvn|mvnw|xcodebuild|shellcheck|vsce package)\b(?! +--?(?:version|help)\b)/,
  /^(?:\.\/|bash |sh )\S*(?:test|build|check|lint|verify|ci)\S*/,
];
/** In front of a command: variables, and wrappers that run it. */
const PREFIX =
  /^(?:(?:[A-Za-z_]\w*=\S* +)|(?:(?:time|env|sudo|xvfb-run|timeout +\S+|nice)(?: +--?\S+)* +))+/;
const EXAMINED_LENGTH = 2000;

/**
 * The parts of a shell command that test, build or check something, in its order; none for any
 * other command.
 */
export function checksIn(command: string): readonly string[] {
  return command
    .slice(0, EXAMINED_LENGTH)
    .split(/&&|\|\||[;\n|]/)
    .map((part) => part.replace(/(?:\d?>{1,2}\s*(?:&\d|\S+)\s*)+$/, '').trim())
    .filter((part) => {
      const simple = part.replace(PREFIX, '');
      return CHECKS.some((check) => check.test(simple));
    });
}
