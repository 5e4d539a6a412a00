import type { Following } from '../operations/following/following';
import type { FollowTarget } from '../operations/following/surveySessions';
import type { SessionSummary } from '../operations/reading/sessionSummary';
import type { ItemContent } from '../operations/reading/itemContent';
import type { InspectionState } from '../operations/reading/sessionInspector';
import type { InspectionPart } from './inspectionParts';
import type { TaskName, TaskProgress, TaskRequest, Tasks } from './tasks';
import type { SnapshotPreferences } from '../domain/accounting/snapshot';

/** What the extension asks of its worker. */
export type Request =
  | {
      readonly type: 'follow';
      readonly target: FollowTarget;
      readonly preferences: SnapshotPreferences;
    }
  | { readonly type: 'list'; readonly id: number; readonly scope: 'workspace' | 'everywhere' }
  /**
   * Tells what fills a session until it is stopped: of the one at `path`, or of whichever is
   * active.
   */
  | { readonly type: 'inspect'; readonly id: number; readonly path: string | null }
  | { readonly type: 'stopInspecting'; readonly id: number }
  /** One part of an inspection has been taken in; the next one may come. */
  | { readonly type: 'inspectionReceived'; readonly id: number }
  /** What an item of a session holds, if that session is followed or inspected. */
  | {
      readonly type: 'content';
      readonly id: number;
      readonly path: string;
      readonly itemId: string;
      readonly page: number | 'whole';
    }
  | { readonly type: 'run'; readonly id: number; readonly task: TaskRequest }
  | { readonly type: 'cancel'; readonly id: number }
  /** Answered as soon as the event loop turns. */
  | { readonly type: 'areYouAlive' };

/** What the worker tells. */
export type Report =
  | { readonly type: 'following'; readonly following: Following }
  | { readonly type: 'listed'; readonly id: number; readonly sessions: readonly SessionSummary[] }
  /** The state of an inspection, as long as there are no items to tell. */
  | {
      readonly type: 'inspecting';
      readonly id: number;
      readonly state: Exclude<InspectionState, { kind: 'inspected' }>;
    }
  /** A part of what changed; the one of kind `end` completes an inspection. */
  | {
      readonly type: 'inspected';
      readonly id: number;
      readonly part: InspectionPart;
      readonly isCounting: boolean;
    }
  | { readonly type: 'contentRead'; readonly id: number; readonly content: ItemContent }
  /** `null`: it failed, and the log says how. */
  | { readonly type: 'ran'; readonly id: number; readonly answer: Tasks[TaskName]['answer'] | null }
  | { readonly type: 'alive' }
  /** Which path a number stands for: see `announceWork`. */
  | { readonly type: 'worksOn'; readonly number: number; readonly path: string }
  | { readonly type: 'progress'; readonly id: number; readonly progress: TaskProgress }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
    };
