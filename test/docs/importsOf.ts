import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** Both from the repository's root where they are files of it; a module by its name. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Erased when it is built. */
  readonly isType: boolean;
}

/**
 * What a file imports, dynamic imports included; styles and pictures are no modules.
 *
 * @param file from the repository's root.
 */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const values = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
    if (!isErased(statement)) values.add(moduleSpecifier.text);
  }
  const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const dynamic = new Set([...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, to]) => to!));
  return [...new Set(named)]
    .filter((to) => !/\.(css|svg)$/.test(to))
    .map((to) => ({
      from: file,
      to: to.startsWith('.') ? `${posix.join(posix.dirname(file), to)}.ts` : to,
      isType: !values.has(to) && !dynamic.has(to),
    }));
}

function isErased(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}
