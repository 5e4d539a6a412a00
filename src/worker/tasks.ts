import type { ArchivedSession } from '../core/archiveSession';
import type { MadeHandoff, WriteProblem, WrittenHandoff } from '../core/writeHandoff';

/** Work that is asked for once and answered once. Plain on both sides: it crosses threads. */
export interface Tasks {
  readonly writeHandoff: {
    readonly ask: { readonly path: string; readonly file: string; readonly budgetTokens: number };
    readonly answer: (WrittenHandoff & Pick<MadeHandoff, 'sessionId' | 'title' | 'cwd'>) | { readonly problem: WriteProblem | 'missing' | 'unreadable' | 'noSession' | 'cancelled'; readonly code: string };
  };
  readonly archive: {
    readonly ask: { readonly configDirectory: string; readonly session: Pick<ArchivedSession, 'originalPath' | 'title' | 'cwd' | 'note'> };
    readonly answer: ArchivedSession | { readonly problem: 'failed'; readonly code: string };
  };
}

export type TaskName = keyof Tasks;

/** One of them, as it is sent. */
export type TaskRequest = { readonly [Name in TaskName]: { readonly name: Name; readonly ask: Tasks[Name]['ask'] } }[TaskName];

/** How far a long one has come. */
export interface TaskProgress {
  readonly done: number;
  readonly total: number;
}
