import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export type SettingsFields = Readonly<Record<string, unknown>>;

/** Why a file's settings are not taken. */
export type SettingsProblem =
  | { readonly kind: 'unreadable'; readonly file: string; readonly code: string | null }
  | { readonly kind: 'tooLarge' | 'notJson' | 'notObject'; readonly file: string }
  /**
   * A value of the wrong type: Claude Code takes nothing from the file then, or of a managed file
   * all but this.
   */
  | { readonly kind: 'wrongType'; readonly file: string; readonly key: string };

export type FileContent = { readonly bytes: Buffer } | { readonly problem: SettingsProblem } | null;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The bytes of a file, less a byte order mark; `null` when there is none. Never throws, and does
 * not wait for what is no regular file.
 */
export async function readSettingsFile(file: string, maxBytes: number): Promise<FileContent> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return { problem: { kind: 'unreadable', file, code: null } };
      if (stats.size > maxBytes) return { problem: { kind: 'tooLarge', file } };
      const bytes = await handle.readFile();
      return { bytes: bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string'
        ? error.code
        : null;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? null
      : { problem: { kind: 'unreadable', file, code } };
  }
}

/** The object that a file holds. An empty file holds none and is no mistake (2.1.329). */
export function parseObject(
  bytes: Buffer,
  file: string,
): { readonly fields: SettingsFields } | { readonly problem: SettingsProblem } {
  const text = bytes.toString('utf8');
  if (text.trim() === '') return { fields: {} };
  try {
    const fields = asSettings(JSON.parse(text));
    return fields === null ? { problem: { kind: 'notObject', file } } : { fields };
  } catch {
    return { problem: { kind: 'notJson', file } };
  }
}

/** A JSON object, or `null` for any other value. */
export function asSettings(value: unknown): SettingsFields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as SettingsFields)
    : null;
}
