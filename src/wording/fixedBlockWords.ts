import type { FixedPart, PartPlace, ServerStatus } from '../domain/fixedBlock/fixedBlock';
import type { AskProblem } from '../operations/reading/askContextUsage';
import { printable } from './escapeMarkdown';
import { programProblemWords } from './programProblemWords';
import { shorten } from './shorten';
import type { Translate } from './translate';

const PRINTED_LENGTH = 200;

/** The name of a part’s kind, for a column. */
export function fixedKindWords({ kind }: Pick<FixedPart, 'kind'>, t: Translate): string {
  switch (kind) {
    case 'systemPrompt':
      return t('System prompt');
    case 'tools':
      return t('Built-in tools');
    case 'mcpTool':
      return t('MCP tool');
    case 'mcpInstructions':
      return t('MCP instructions');
    case 'memory':
      return t('Memory file');
    case 'skill':
      return t('Skill');
    case 'agent':
      return t('Subagent');
    case 'other':
      return t('Other');
    case 'rest':
      return t('The rest');
  }
}

/** Where a part comes from, in a word or two; empty where it does not say. */
export function partSourceWords({ source, form }: FixedPart, t: Translate): string {
  const from = sourceWords(source, t);
  if (form === 'rule') return t('{0}, rule', from);
  return form === 'import' ? t('{0}, import', from) : from;
}

function sourceWords(source: FixedPart['source'], t: Translate): string {
  switch (source) {
    case 'user':
      return t('yours');
    case 'project':
      return t('project');
    case 'parent':
      return t('folder above');
    case 'local':
      return t('project, local');
    case 'nested':
      return t('folder below');
    case 'managed':
      return t('organization');
    case 'auto':
      return t('auto memory');
    case 'plugin':
      return t('plugin');
    case 'builtIn':
      return t('built in');
    case 'other':
      return t('elsewhere');
    case null:
      return '';
  }
}

/** How a part is sent, for a column. */
export function partPlaceWords(place: PartPlace, t: Translate): string {
  switch (place) {
    case 'overhead':
      return t('every prompt');
    case 'items':
      return t('as an item');
    case 'deferred':
      return t('name only');
  }
}

/** How an MCP server stands; empty for one that is connected. */
export function serverStatusWords(status: ServerStatus, t: Translate): string {
  switch (status) {
    case 'connected':
      return '';
    case 'pending':
      return t('does not answer');
    case 'failed':
      return t('failed');
    case 'disabled':
      return t('off');
    case 'needsAuth':
      return t('needs a login');
    case 'unknown':
      return t('not known');
  }
}

/** Why Claude Code did not tell, as a whole sentence. */
export function askProblemWords(problem: AskProblem, t: Translate): string {
  switch (problem.kind) {
    case 'noProgram':
      return programProblemWords(problem.problem, t);
    case 'noFolder':
      return t('The folder of the session is not there, so Claude Code was not asked.');
    case 'tooOld':
      return t(
        'Claude Code {0} cannot tell what its prompt holds. Update it with: claude update',
        problem.version,
      );
    case 'noAnswer':
      return t(
        'Claude Code {0} did not answer within {1} seconds.',
        problem.version,
        Math.round(problem.timeLimitMs / 1000),
      );
    case 'cancelled':
      return t('Asking Claude Code was cancelled.');
    case 'cannotStart':
      return t('{0} cannot be started ({1}).', problem.path, problem.code ?? '?');
    case 'failed': {
      const printed = shorten(printable(problem.printed), PRINTED_LENGTH);
      return printed === ''
        ? t('Claude Code {0} did not say what its prompt holds.', problem.version)
        : t('Claude Code {0} did not say what its prompt holds: {1}', problem.version, printed);
    }
  }
}
