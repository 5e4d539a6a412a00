import type { AskProblem } from '../operations/reading/askContextUsage';
import type { Translate } from './translate';

type ProgramProblem = Extract<AskProblem, { readonly kind: 'noProgram' }>['problem'];

/** Why no `claude` is started, as a whole sentence. */
export function programProblemWords(problem: ProgramProblem, t: Translate): string {
  switch (problem.kind) {
    case 'notFound':
      return t(
        'There is no claude on this machine: not on PATH, not in the usual places, not in the Claude Code extension.',
      );
    case 'restricted':
      return t(
        'This window is restricted, so Claude Code is not started: it would run the hooks of the folder.',
      );
    case 'settingWrong':
      return t('leeway.claudePath names no program: {0}', problem.path);
    case 'notClaude':
      return t('{0} does not answer like Claude Code.', problem.path);
    case 'hangs':
      return t('{0} does not answer.', problem.path);
    case 'tooOld':
      return t('Claude Code {0} is too old. Update it with: claude update', problem.version);
  }
}
