import { installCompanion, updateCompanion } from '../operations/companion/installCompanion';
import { INSTALL_STEPS } from '../operations/companion/installCompanion';
import { readCompanion } from '../operations/companion/readCompanion';
import { removeCompanion } from '../operations/companion/removeCompanion';
import type { TaskProgress, Tasks } from './tasks';

export type CompanionTask = {
  readonly [Name in CompanionTaskName]: { readonly name: Name; readonly ask: Tasks[Name]['ask'] };
}[CompanionTaskName];
type CompanionTaskName =
  'readCompanion' | 'installCompanion' | 'updateCompanion' | 'removeCompanion';

interface CompanionTaskContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TaskProgress) => void;
}

/** All that sets the companion up and takes it out again. */
export async function runCompanionTask(
  { name, ask }: CompanionTask,
  { signal, onProgress }: CompanionTaskContext,
): Promise<Tasks[CompanionTaskName]['answer']> {
  const { env } = process;
  switch (name) {
    case 'readCompanion':
      return readCompanion(ask);
    case 'installCompanion':
      return installCompanion(ask, {
        ...{ env, signal, nowMs: Date.now() },
        onDidStep: (done) => onProgress({ done, total: INSTALL_STEPS }),
      });
    case 'updateCompanion':
      return updateCompanion(ask, Date.now());
    case 'removeCompanion':
      return removeCompanion(ask, env, Date.now());
  }
}
