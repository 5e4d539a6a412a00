import { resolve } from 'node:path';
import { placeOf } from '../domain/accounting/itemId';
import { sessionPlace } from '../io/sessions/sessionPlace';
import type { ItemContent } from '../operations/reading/itemContent';
import { readItem } from '../operations/reading/readItem';
import { environmentDirectory } from './environmentDirectory';
import { printError, printJson, printText } from './print';

export const SHOW_OPTIONS = [
  '  show FILE    what one item holds; of a pruned one what stood there, from its backup',
  '      --item ID  its id, as `items` lists it; an image comes with --json alone, in base64',
].join('\n');

/** @returns the exit code. */
export async function runShow(
  file: string,
  id: string,
  json: boolean,
): Promise<number | { readonly problem: 'missing' | 'unreadable' }> {
  const path = resolve(file);
  const { configDirectory } = await sessionPlace(path, environmentDirectory());
  const content: ItemContent | { readonly problem: 'missing' | 'unreadable' } =
    placeOf(id) === null ? { kind: 'gone' } : await readItem(path, id, configDirectory);
  if ('problem' in content) return content;
  if (content.kind === 'gone') {
    printError('There is no such item, neither in the session nor in a backup of a prune.');
    return 1;
  }
  if (json) printJson(JSON.stringify({ id, ...asJson(content) }));
  else printText(content.kind === 'text' ? content.text : inWords(content));
  return 0;
}

type Shown = Exclude<ItemContent, { kind: 'gone' }>;

function asJson({ backedUpMs, ...content }: Shown): Record<string, unknown> {
  return {
    kind: content.kind,
    backedUpAtMs: backedUpMs ?? null,
    ...(content.kind === 'text' ? { text: content.text } : content),
  };
}

function inWords(content: Exclude<Shown, { kind: 'text' }>): string {
  switch (content.kind) {
    case 'image':
      return `An image of ${sizeWords(content)}. With --json it comes in base64.`;
    case 'document':
      return `A document of ${String(content.bytes)} bytes, which is no text.`;
    case 'tooLarge':
      return `Too large to be shown: ${String(content.bytes)} bytes.`;
    case 'empty':
      return 'It holds no text: of thinking mostly only the signature is in the file.';
  }
}

function sizeWords({ size, bytes }: Extract<Shown, { kind: 'image' }>): string {
  return size === null
    ? `${String(bytes)} bytes`
    : `${String(size.width)}×${String(size.height)} pixels`;
}
