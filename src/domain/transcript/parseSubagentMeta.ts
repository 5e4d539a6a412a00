import { asId } from './asId';
import { asSessionId } from './asSessionId';
import { SUBJECT_LENGTH, TITLE_LENGTH } from './keptLengths';
import { asFields, asString, shown } from './parseBlocks';

/** What Claude Code writes of a subagent beside its file (2.1.329); older versions write nothing. */
export interface SubagentMeta {
  /** `Explore`, `general-purpose`, or what a person called one. From a file, so hostile. */
  readonly agentType: string | null;
  /** What it is to do, in the few words of whoever started it. */
  readonly description: string | null;
  /** The call that started it, in its parent's file. */
  readonly toolUseId: string | null;
  /** Of one that another subagent started; `null` for those of the session itself. */
  readonly parentAgentId: string | null;
  readonly model: string | null;
  /** Written once it has ended, and taken away again when it is sent on. */
  readonly isFinished: boolean;
  /** By a person, from 2.1.332 on. */
  readonly isStopped: boolean;
}

/** @returns `null` for what is no object; what is of the wrong type is left out. Never throws. */
export function parseSubagentMeta(value: unknown): SubagentMeta | null {
  const meta = asFields(value);
  if (meta === null) return null;
  return {
    agentType: words(meta['agentType'], SUBJECT_LENGTH),
    description: words(meta['description'], TITLE_LENGTH),
    toolUseId: asId(meta['toolUseId']),
    parentAgentId: asSessionId(meta['parentAgentId']),
    model: words(meta['model'], SUBJECT_LENGTH),
    isFinished: meta['finished'] === true,
    isStopped: meta['stoppedByUser'] === true,
  };
}

function words(value: unknown, length: number): string | null {
  const text = asString(value);
  return text === null || text === '' ? null : shown(text, length, 'texts');
}
