import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const files = ['src', 'media'].flatMap((directory) =>
  readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(directory, name)),
);

/** The names that a file declares and exports. */
function exportedBy(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported !== true) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    const { name } = statement as ts.DeclarationStatement;
    return name === undefined ? [] : [name.getText(source)];
  });
}

describe('words', () => {
  it('are one for a thing: no two exported things share a name', () => {
    const places = new Map<string, string[]>();
    for (const file of files)
      for (const name of new Set(exportedBy(file)))
        places.set(name, [...(places.get(name) ?? []), file]);
    assert.ok(places.size > 500);
    assert.deepEqual(
      [...places].filter(([, each]) => each.length > 1),
      [],
    );
  });

  it('say what a file holds, and never only that it helps', () => {
    const vague = /manager|helper|util|common|misc|handler|service|data$|info$|model$/i;
    assert.deepEqual(
      files.filter((file) => vague.test(basename(file, '.ts'))),
      [],
    );
  });
});
