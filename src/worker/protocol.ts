import type { Following } from '../core/sessionFollower';
import type { FollowTarget } from '../core/surveySessions';
import type { SessionSummary } from '../core/sessionSummary';
import type { SnapshotPreferences } from '../core/accounting/snapshot';

/** What the extension asks of its worker. */
export type Request =
  | { readonly type: 'follow'; readonly target: FollowTarget; readonly preferences: SnapshotPreferences }
  | { readonly type: 'list'; readonly id: number; readonly scope: 'workspace' | 'everywhere' };

/** What the worker tells. */
export type Report =
  | { readonly type: 'following'; readonly following: Following }
  | { readonly type: 'listed'; readonly id: number; readonly sessions: readonly SessionSummary[] }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string };
