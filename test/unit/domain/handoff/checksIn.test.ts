import assert from 'node:assert/strict';
import { checkOf, holdsCheck } from '../../../../src/domain/handoff/checksIn';
import { shellParts } from '../../../../src/domain/handoff/shellParts';

const checksIn = (command: string): string[] =>
  shellParts(command).flatMap(({ text }) => checkOf(text) ?? []);

describe('checkOf', () => {
  const checks: readonly (readonly [command: string, ...checks: string[]])[] = [
    ['npm test', 'npm test'],
    ['npm run --silent test:unit -- --grep x', 'npm run --silent test:unit -- --grep x'],
    ['cd app && npm ci && yarn -s lint', 'yarn -s lint'],
    [
      'NODE_ENV=test CI=1 timeout 60 npx --yes vitest run',
      'NODE_ENV=test CI=1 timeout 60 npx --yes vitest run',
    ],
    ['sudo -E nice make -j4 2>&1 | tail -5', 'sudo -E nice make -j4'],
    ['pnpm exec playwright test > out.txt 2>&1', 'pnpm exec playwright test'],
    ['pytest>out.txt', 'pytest'],
    ['tsc --noEmit >>log', 'tsc --noEmit'],
    ['uv run pytest; poetry run -q mypy .', 'uv run pytest', 'poetry run -q mypy .'],
    [
      'dotnet build || cargo +nightly --locked clippy',
      'dotnet build',
      'cargo +nightly --locked clippy',
    ],
    ['go vet ./...\ngolangci-lint run', 'go vet ./...', 'golangci-lint run'],
    ['python3 -u -m unittest', 'python3 -u -m unittest'],
    ['./node_modules/.bin/mocha a', './node_modules/.bin/mocha a'],
    ['./scripts/verify.sh', './scripts/verify.sh'],
    ['bash tools/run-tests.sh', 'bash tools/run-tests.sh'],
    ['vsce package --no-deps', 'vsce package --no-deps'],
    ['go test -run "A|B;C" ./... | tail', 'go test -run "A|B;C" ./...'],
    ["git commit -m \"$(cat <<'EOF'\nDon't run\nnpm test\nEOF\n)\" && mix credo", 'mix credo'],
    ['# all of it\nmake \\\n  -j4 # quickly', 'make  -j4'],
    ['cat > run.sh <<EOF\nnpm test\nEOF'],
    ['go test -bench "Unclosed'],
    ['git commit -m "npm test"'],
    ['ls -la'],
    ['git log > test'],
    ['npm install'],
    ['npm run dev'],
    ['pytest --version'],
    ['make --help'],
    ['echo npm test'],
    ['python3 setup.py -m pytest'],
    ['go mod tidy'],
    ['>'],
    [''],
  ];
  for (const [command, ...expected] of checks)
    it(`finds ${String(expected.length)} in: ${command}`, () =>
      assert.deepEqual([checksIn(command), holdsCheck(command)], [expected, expected.length > 0]));

  const hostile: Readonly<Record<string, string>> = {
    'a run of arrows': `echo ${'>'.repeat(60)} running the tests`,
    'arrows and words': `${'>a '.repeat(600)}| x`,
    'options of a runner': `npm ${'--a '.repeat(60)}start`,
    'options of a program runner': `npx ${'--a '.repeat(60)}start`,
    'options of cargo': `cargo ${'-- '.repeat(600)}start`,
    'options of python': `python3 ${'-m '.repeat(600)}start`,
    'wrappers and variables': `${'time env A=B '.repeat(150)}start`,
    'options of a wrapper': `env ${'--a '.repeat(400)}start`,
    blanks: ' '.repeat(2000),
    'what is never closed': `echo ${'"$('.repeat(5000)}`,
    'many documents': 'cat <<A\n'.repeat(2000),
  };
  for (const [what, command] of Object.entries(hostile))
    it(`comes to an end with ${what}`, () => assert.deepEqual(checksIn(command), []));
});
