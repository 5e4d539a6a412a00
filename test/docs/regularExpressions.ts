import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A regular expression of a source file. */
export interface FoundExpression {
  readonly file: string;
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

/**
 * All regular expressions of some files, written as such or built by `RegExp`.
 *
 * @param values what names stand for that are not declared as texts in the same file.
 * @throws for one that is built of something else: then nobody can tell what it matches.
 */
export function regularExpressions(
  files: readonly string[],
  values: Readonly<Record<string, string>>,
): readonly FoundExpression[] {
  return files.flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const found: FoundExpression[] = [];
    const add = (node: ts.Node, pattern: string, flags: string): void => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ file, line: line + 1, source: pattern, flags });
    };
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        add(node, node.text.slice(1, end), node.text.slice(end + 1));
      }
      if (
        (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
        node.expression.getText(source) === 'RegExp'
      ) {
        const [pattern, flags] = (node.arguments ?? []).map((part) => textOf(part, source, values));
        add(node, pattern ?? '', flags ?? '');
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function textOf(
  node: ts.Expression,
  source: ts.SourceFile,
  values: Readonly<Record<string, string>>,
): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText(source) === 'String.raw')
    return templateText(node.template, source, values, 'raw');
  if (ts.isTemplateExpression(node)) return templateText(node, source, values, 'cooked');
  const name = node.getText(source);
  const declared = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declaration) => declaration.name.getText(source) === name)?.initializer;
  const value = declared === undefined ? values[name] : textOf(declared, source, values);
  if (value === undefined)
    throw new Error(`${source.fileName}: a regular expression is built of ${name}.`);
  return value;
}

function templateText(
  template: ts.TemplateLiteral,
  source: ts.SourceFile,
  values: Readonly<Record<string, string>>,
  kind: 'raw' | 'cooked',
): string {
  const text = (part: ts.TemplateLiteralLikeNode): string =>
    kind === 'raw' ? (part.rawText ?? part.text) : part.text;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return text(template);
  return template.templateSpans.reduce(
    (whole, { expression, literal }) => whole + textOf(expression, source, values) + text(literal),
    text(template.head),
  );
}
