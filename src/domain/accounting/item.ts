import type { Detail, MachineTextKind } from '../transcript/entry';

/**
 * The kinds of things that fill a context. What stands in no entry (system prompt, tools) is no
 * item; see `breakdown`.
 */
export type ItemKind =
  | 'userText'
  /** What Claude Code wrote in the user's place: nobody typed it. */
  | 'machineText'
  | 'assistantText'
  | 'thinking'
  | 'toolCall'
  | 'toolResult'
  | 'image'
  | 'document'
  | 'attachment'
  | 'summary'
  | 'other';

/**
 * One thing that fills the context, or once did. Plain: it crosses threads. Its words are made by
 * `wording/itemWords`.
 */
export interface Item {
  /** Stable while the session grows; see `itemId`. */
  readonly id: string;
  readonly kind: ItemKind;
  /** The tool of a call, a result, or of an image inside a result. */
  readonly toolName: string | null;
  readonly attachmentType: string | null;
  readonly machineText: MachineTextKind | null;
  /**
   * What it is about: the path, the command, the pattern, the first words. From the transcript, so
   * hostile.
   */
  readonly subject: string | null;
  /**
   * What tells it from others: what a call asked for, the prompt that a picture was pasted with,
   * what a hook said. Where it is about no file, its words stand for the subject.
   */
  readonly detail: Detail | null;
  /** Of thinking: what the reply went on with; `null` as long as that has not come. */
  readonly before: ItemName | null;
  /** The how manieth it is of its name among the items of its list, in file order, from 1. */
  readonly ordinal: number;
  /** The file that it is about, where it is about one: items of one path form a group. */
  readonly path: string | null;
  readonly mediaType: string | null;
  /** Pixels of an image, where its first bytes told them. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly isError: boolean;
  /** Estimated, unless it is exact. */
  readonly tokens: number;
  /** Two counters of the API tell it alone; see `contextAccount`. */
  readonly isExact: boolean;
  /** They tell it, alone or together with what came with it. */
  readonly isMeasured: boolean;
  /**
   * Tokens were counted from the text or the pixels; otherwise only its bytes told them, about 25 %
   * either way.
   */
  readonly isCounted: boolean;
  /** Of the content in the session file. */
  readonly bytes: number;
  /** Line of the session file, from 1. */
  readonly line: number;
  /**
   * The line with which it came into the context: of what a response holds the first one of that
   * response, whatever stands between its lines.
   */
  readonly cameInLine: number;
  /** The turn it belongs to, from 1; 0 before the first prompt. */
  readonly turn: number;
  readonly timestampMs: number | null;
  /** Part of what the model is sent with the next prompt. */
  readonly isLive: boolean;
  readonly marks: readonly ItemMark[];
  /** Of what was pruned: by how much the context became smaller; `null` where it is not known. */
  readonly freedTokens: number | null;
  /** Why it has to stay; `null` when it can be pruned. */
  readonly keptBecause: KeptReason | null;
}

/** What a call or a text is called by. */
export type ItemName = Pick<Item, 'kind' | 'toolName' | 'subject' | 'detail' | 'path'>;

/**
 * What makes an item a candidate: its file was read again or edited later; the same content stands
 * in the context again, later; an image larger than 2000 px while more than 20 images are in the
 * context, for which the API refuses every request. `pruned`: it gave way already.
 */
export type ItemMark = 'superseded' | 'duplicate' | 'refusedImage' | 'pruned';

/**
 * `finishedThinking`: it goes only where that is asked for. `pastedText`: a person wrote it, and it
 * goes only where just this item is chosen. `notLive`: before the compaction boundary and not
 * preserved, it frees nothing. `small`: its placeholder would be no smaller. `pruned`: it was
 * pruned, and a backup has it; `prunedUnkept`: a placeholder stands there, and no backup has what
 * it stands for. `subagent`: Claude Code alone writes the file of a subagent.
 */
export type KeptReason =
  | 'userText'
  | 'assistantText'
  | 'thinking'
  | 'finishedThinking'
  | 'pastedText'
  | 'summary'
  | 'system'
  | 'notLive'
  | 'small'
  | 'pruned'
  | 'prunedUnkept'
  | 'subagent'
  | 'unknown';
