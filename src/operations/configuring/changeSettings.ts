import { MEMORY_FILES, withPointers, type MemoryFile } from '../../domain/prevention/memoryFiles';
import { withFrontMatterModel } from '../../domain/recovery/pinsInFrontMatter';
import type { KeyPath } from '../../io/claudeSettings/editJson';
import type { TextEdit } from '../../io/claudeSettings/textEdit';
import {
  planJsonChange,
  planTextChange,
  writeSettings,
  type SettingsChange,
  type SettingsWriteProblem,
  type SettingsWritten,
} from '../../io/claudeSettings/writeSettings';

/** What is to be changed in a file, as it is told from one thread to another. */
export type SettingsEdit =
  | { readonly kind: 'value'; readonly path: KeyPath; readonly value: unknown }
  /** Of the `model:` in a line, from 1, of a subagent, a skill or a command. */
  | {
      readonly kind: 'frontMatterModel';
      readonly line: number;
      readonly from: string;
      readonly to: string;
    }
  /** What CLAUDE.md says of memory files, by their names. */
  | { readonly kind: 'memoryPointers'; readonly names: readonly string[] };

/** A change that a person can look at, and the edit that it makes. */
export interface PlannedSettings {
  readonly change: SettingsChange;
  readonly edit: SettingsEdit;
}

/**
 * Plans an edit of a file. Nothing is written. Never throws.
 * @param configDirectory Claude Code's.
 */
export async function planSettings(
  file: string,
  configDirectory: string,
  edit: SettingsEdit,
): Promise<PlannedSettings | { readonly problem: SettingsWriteProblem }> {
  const planned =
    edit.kind === 'value'
      ? await planJsonChange(file, configDirectory, edit.path, edit.value)
      : await planTextChange(file, configDirectory, (text) =>
          textEditOf(edit, text).holds(text) ? text : textEditOf(edit, text).apply(text),
        );
  return 'problem' in planned ? planned : { change: planned.change, edit };
}

/** Writes what was planned, as `writeSettings` does. Never throws. */
export function writePlannedSettings(
  { change, edit }: PlannedSettings,
  dateMs: number,
): Promise<SettingsWritten | { readonly problem: SettingsWriteProblem }> {
  return edit.kind === 'value'
    ? writeSettings(change, dateMs)
    : writeSettings(change, dateMs, textEditOf(edit, change.before));
}

export function memoryFilesNamed(names: readonly string[]): readonly MemoryFile[] {
  return MEMORY_FILES.filter(({ name }) => names.includes(name));
}

/** @param seen what stood there when it was planned. */
function textEditOf(
  edit: Exclude<SettingsEdit, { readonly kind: 'value' }>,
  seen: string | null,
): TextEdit {
  if (edit.kind === 'memoryPointers') {
    const files = memoryFilesNamed(edit.names);
    return {
      apply: (text) => (text === null && seen !== null ? null : withPointers(text ?? '', files)),
      holds: (text) => text !== null && withPointers(text, files) === null,
    };
  }
  const { line, from, to } = edit;
  return {
    apply: (text) => (text === null ? null : withFrontMatterModel(text, line, from, to)),
    holds: (text) => text !== null && withFrontMatterModel(text, line, to, from) !== null,
  };
}
