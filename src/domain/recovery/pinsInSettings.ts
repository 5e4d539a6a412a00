import { parseTree, type Node } from 'jsonc-parser';
import { isModelVariable, isPinned1m, withoutSuffix, type Pin, type PinSource } from './pin';

/**
 * More than this is not parsed: it would hold the thread. Only `.claude.json` grows so large, and
 * Claude Code writes it with an indent of two.
 */
const PARSED_CHARACTERS = 256 * 1024;
const STATE_LINE = /^( {2}| {4})"(\w{1,60})": "([^"\\\n]{1,140})",?\r?$/gm;

/** Settings beside `model` whose value is a model. */
const MODEL_KEYS: ReadonlySet<string> = new Set(['model', 'fallbackModel', 'advisorModel']);

/**
 * The 1M models that a settings file, or `.claude.json`, asks for. Read as JSON with comments, so
 * that a file which Claude Code cannot take still shows what stands in it. Figures that Claude Code
 * keeps about models used before (`lastModelUsage`) ask for nothing.
 */
export function pinsInSettings({ place, file, text }: PinSource): Pin[] {
  if (!/\[1m\]/i.test(text)) return [];
  if (text.length > PARSED_CHARACTERS) return pinsInLargeState({ place, file, text });
  const root = parseTree(text, [], { allowTrailingComma: true, disallowComments: false });
  const pins: Pin[] = [];
  const add = (path: readonly string[], value: string, node: Node, fixable: boolean): void => {
    pins.push({
      place,
      file,
      line: lineAt(text, node.offset),
      path,
      value,
      standard: fixable && place !== 'managed' ? withoutSuffix(value) : null,
    });
  };
  for (const { key, keyNode, value } of propertiesOf(root)) {
    if (MODEL_KEYS.has(key) && isPinned1m(value.value)) add([key], value.value, keyNode, true);
    if (key === 'env')
      for (const variable of propertiesOf(value))
        if (isModelVariable(variable.key) && isPinned1m(variable.value.value))
          add(['env', variable.key], variable.value.value, variable.keyNode, true);
    if (key === 'modelSettings')
      for (const model of propertiesOf(value))
        for (const pin of pinsOfModelSettings(model))
          add(pin.path, pin.value, pin.node, pin.fixable);
  }
  return pins;
}

/** `model` at the top, and variables one level below, which have these names in `env` alone. */
function pinsInLargeState({ place, file, text }: PinSource): Pin[] {
  return [...text.matchAll(STATE_LINE)].flatMap(
    ({ 1: indent, 2: key = '', 3: value, index }): Pin[] => {
      const isTop = indent === '  ';
      if (!isPinned1m(value) || !(isTop ? MODEL_KEYS.has(key) : isModelVariable(key))) return [];
      return [
        {
          place,
          file,
          line: lineAt(text, index + 1),
          path: isTop ? [key] : ['env', key],
          value,
          standard: withoutSuffix(value),
        },
      ];
    },
  );
}

function* pinsOfModelSettings({
  key,
  keyNode,
  value,
}: Property): Generator<{ path: string[]; value: string; node: Node; fixable: boolean }> {
  if (isPinned1m(key))
    yield { path: ['modelSettings', key], value: key, node: keyNode, fixable: false };
  for (const own of propertiesOf(value)) {
    const found: unknown = own.value.value;
    if (MODEL_KEYS.has(own.key) && isPinned1m(found))
      yield {
        path: ['modelSettings', key, own.key],
        value: found,
        node: own.keyNode,
        fixable: true,
      };
  }
}

interface Property {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

function propertiesOf(node: Node | undefined): Property[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [keyNode, value] = children ?? [];
    return keyNode === undefined || value === undefined
      ? []
      : [{ key: String(keyNode.value), keyNode, value }];
  });
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
