import { dirname } from 'node:path';
import { asSettings } from '../../io/claudeSettings/readSettingsFile';
import { removeStaleTemporaryFiles } from '../../io/keeping/temporaryFile';
import { readTextFile } from '../../io/keeping/textFile';
import { writeWholeFile } from '../../io/keeping/wholeFiles';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';

/** What was put into a config directory, so that it can be told from other things and undone. */
export interface CompanionReceipt {
  readonly version: string;
  readonly atMs: number;
  /** SHA-256 of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 of the settings as they were left. */
  readonly settingsHash: string;
  /**
   * Where the version of them that was there before is kept; `null` where there was none, undefined
   * where that is not known.
   */
  readonly settingsBefore: string | null | undefined;
}

const FORMAT = 1;
const MOST_BYTES = 256 * 1024;

/** @returns `null` where there is none, or it is damaged. Never throws. */
export async function readReceipt(path: string): Promise<CompanionReceipt | null> {
  try {
    const read = await readTextFile(path, MOST_BYTES);
    if (read === null || 'problem' in read) return null;
    const fields = asSettings(JSON.parse(read.text));
    if (fields?.['format'] !== FORMAT) return null;
    const { version, atMs, settingsHash, settingsBefore } = fields;
    const files = asSettings(fields['files']);
    if (typeof version !== 'string' || typeof atMs !== 'number' || !Number.isFinite(atMs))
      return null;
    if (typeof settingsHash !== 'string' || files === null) return null;
    return {
      ...{ version, atMs, settingsHash },
      files: Object.fromEntries(
        Object.entries(files).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      ),
      settingsBefore:
        settingsBefore === null || typeof settingsBefore === 'string' ? settingsBefore : undefined,
    };
  } catch {
    return null;
  }
}

/** Readable for its owner alone. @throws what the file system says. */
export async function writeReceipt(path: string, receipt: CompanionReceipt): Promise<void> {
  await removeStaleTemporaryFiles(dirname(path), localFileSystem);
  const text = `${JSON.stringify({ format: FORMAT, ...receipt }, null, 2)}\n`;
  await writeWholeFile(path, Buffer.from(text), localFileSystem);
}
