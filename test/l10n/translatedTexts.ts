import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A text that goes through `l10n.t`, and where it stands first. */
export interface TranslatedText {
  readonly text: string;
  readonly file: string;
}

/**
 * All texts of the sources that go through `l10n.t`, or through a `t` that stands for it. Each
 * once, in the order of the files.
 */
export function translatedTexts(sourceDirectory: string): readonly TranslatedText[] {
  const found = new Map<string, TranslatedText>();
  const files = readdirSync(sourceDirectory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  for (const file of files) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(sourceDirectory, file), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isTranslate(node.expression))
        for (const text of textsIn(node.arguments[0], source))
          if (!found.has(text)) found.set(text, { text, file });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found.values()];
}

function isTranslate(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 't';
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 't';
}

/**
 * A text that is chosen by a condition is two of them, one out of a table of the file all that
 * stand in it.
 */
function textsIn(argument: ts.Node | undefined, source: ts.SourceFile): string[] {
  if (argument === undefined) return [];
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isParenthesizedExpression(argument)) return textsIn(argument.expression, source);
  if (ts.isConditionalExpression(argument))
    return [...textsIn(argument.whenTrue, source), ...textsIn(argument.whenFalse, source)];
  if (ts.isElementAccessExpression(argument) && ts.isIdentifier(argument.expression)) {
    const { text } = argument.expression;
    const tables = source.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) =>
        declarationList.declarations.filter(
          ({ name }) => ts.isIdentifier(name) && name.text === text,
        ),
      );
    return tables.flatMap(literalsIn);
  }
  const written = argument.getText(source);
  throw new Error(
    `${source.fileName}: a text for l10n.t has to be written where it is translated: ${written}.`,
  );
}

function literalsIn(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => {
    const isKey = ts.isPropertyAssignment(node) && node.name === child;
    if (!ts.isTypeNode(child) && !isKey) found.push(...literalsIn(child));
  });
  return found;
}
