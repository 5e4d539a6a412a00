import { createHash } from 'node:crypto';
import { COMPANION_NAME } from '../../domain/companion/companionKeys';
import { asSettings } from '../../io/claudeSettings/readSettingsFile';
import { readFolder, type FolderFile } from '../../io/keeping/wholeFolder';

/** A marketplace folder with the plugin in it. */
export interface CompanionFolder {
  readonly files: readonly FolderFile[];
  /** As its manifest says. */
  readonly version: string;
}

const MANIFEST = `${COMPANION_NAME}/.claude-plugin/plugin.json`;
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;

/** @returns `null` where there is none, or it is no companion. Never throws. */
export async function readCompanionFolder(folder: string): Promise<CompanionFolder | null> {
  const files = await readFolder(folder).catch(() => null);
  const manifest = files?.find(({ path }) => path === MANIFEST);
  if (files == null || manifest === undefined) return null;
  try {
    const fields = asSettings(JSON.parse(manifest.bytes.toString('utf8')));
    const version = fields?.['version'];
    return typeof version === 'string' && VERSION.test(version) ? { files, version } : null;
  } catch {
    return null;
  }
}

/** What tells one content of a folder from another, by path. */
export function fingerprints({ files }: CompanionFolder): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ path, bytes }) => [path, textHash(bytes)]));
}

export function isSameContent(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const paths = Object.keys(one);
  return (
    paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path])
  );
}

export function textHash(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
