import { tokensIn, type ToldParts } from '../../domain/fixedBlock/fixedBlock';
import { listedParts, type ListedPart } from '../../domain/fixedBlock/listedParts';
import { serverKey } from '../../domain/fixedBlock/usesOf';
import type { Bloat, Share } from '../../domain/prevention/bloatTally';
import { escapeMarkdown } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { attachmentWords } from '../../wording/attachmentWords';
import { fixedKindWords } from '../../wording/fixedBlockWords';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import { timeOf } from '../../wording/wallWords';

/** What filled the sessions, and what each prompt carries. */
export type Surveyed = Bloat & { readonly told: ToldParts };

const ROWS = 10;
const NAME_LENGTH = 120;

/** `What Bloats This Project` as a page to read. Names come from transcripts. */
export function bloatText(bloat: Surveyed, folder: string, t: Translate): string {
  const { sessions, skipped, tokens, overheadTokens, images, repeatedReads } = bloat;
  const size = (count: number): string => `~${formatTokens(count, 1)}`;
  const share = (count: number): string =>
    `${String(tokens === 0 ? 0 : Math.round((count * 100) / tokens))}%`;
  const tableRow = (row: Share, name: string): string => {
    const cells = [size(row.tokens), share(row.tokens), String(row.count)];
    return `| ${escapeMarkdown(shorten(name, NAME_LENGTH))} | ${cells.join(' | ')} |`;
  };
  const table = (
    title: string,
    advice: string,
    shares: readonly Share[],
    name: (share: Share) => string = ({ name: own }) => own,
  ): string[] =>
    shares.length === 0
      ? []
      : [
          `## ${title}`,
          [
            `| | ${t('Tokens')} | ${t('Share')} | ${t('Count')} |`,
            '|---|---:|---:|---:|',
            ...shares.slice(0, ROWS).map((row) => tableRow(row, name(row))),
          ].join('\n'),
          advice,
        ];
  const inProject = ({ name }: Pick<Share, 'name'>): string =>
    name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name;
  const brought =
    sessions === 1
      ? t('1 session of this project brought {0} tokens into its context.', size(tokens))
      : t(
          '{0} sessions of this project brought {1} tokens into their contexts.',
          sessions,
          size(tokens),
        );
  const estimated = t(
    'Sizes are estimates. What was sent several times counts once, and so does what branches or copies of a session share.',
  );
  const lines = [
    `# ${t('What Bloats This Project')}`,
    `${brought} ${estimated}`,
    ...(skipped === 0
      ? []
      : [t('Sessions that could not be read, and are left out: {0}.', skipped)]),
    ...(sessions === 0 ? [t('There is no session to read yet.')] : []),
    ...(overheadTokens === null
      ? []
      : [
          `## ${t('Before the first prompt')}`,
          t(
            'System prompt, tools and memory files take {0} tokens of each request. MCP servers that a project does not need can be turned off in it; a long CLAUDE.md can be split into files that are read when they are needed.',
            `~${formatTokens(overheadTokens, 1)}`,
          ),
        ]),
    ...promptTable(bloat, inProject, t),
    ...table(
      t('Tools'),
      t(
        'Narrow what a tool prints: fewer lines of a log, a quiet test reporter, a search with a limit.',
      ),
      bloat.tools,
    ),
    ...table(
      t('MCP servers'),
      t(
        'A server that is seldom used costs its tools in every request. Turn it off where it is not needed.',
      ),
      bloat.servers,
    ),
    ...table(
      t('Files'),
      t('Name the part of a large file that matters, or split the file.'),
      bloat.files,
      inProject,
    ),
    ...table(
      t('Folders'),
      t(
        '“Ignore Generated Folders…” keeps Claude’s file tools out of folders that are not worth reading.',
      ),
      bloat.folders,
      inProject,
    ),
    ...table(
      t('Attachments'),
      t(
        'Hooks that add context add it at every prompt; memory files of subfolders come with the first file read there.',
      ),
      bloat.attachments,
      ({ name }) => attachmentWords(name, t),
    ),
    ...(images.count === 0
      ? []
      : [
          `## ${t('Images')}`,
          t(
            '{0} images took {1} tokens, {2} of all. Crop screenshots before pasting them; with more than 20 images in the context, one larger than 2000 px makes the API refuse every request.',
            images.count,
            size(images.tokens),
            share(images.tokens),
          ),
        ]),
    ...(repeatedReads.count === 0
      ? []
      : [
          `## ${t('Read again')}`,
          t(
            '{0} reads of files that the session had read before took {1} tokens, {2} of all. One session per task keeps them few.',
            repeatedReads.count,
            size(repeatedReads.tokens),
            share(repeatedReads.tokens),
          ),
        ]),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** What each prompt carries, by name, and how often the sessions called it. */
function promptTable(
  { told, servers, sessions }: Surveyed,
  inProject: (share: Pick<Share, 'name'>) => string,
  t: Translate,
): string[] {
  const listed = listedParts(told).filter(({ parts }) => tokensIn(parts, 'overhead') > 0);
  if (listed.length === 0) return [];
  const callsOf = ({ server }: ListedPart): string => {
    if (server === null) return '';
    const calls = servers.find(({ name }) => name === serverKey(server.name))?.count ?? 0;
    return t('{0} in {1} sessions', calls, sessions);
  };
  const rows = listed.slice(0, ROWS).map((each) => {
    const { part, server, parts } = each;
    const kind = server === null ? fixedKindWords(part!, t) : t('MCP server');
    const name = inProject({ name: server?.name ?? part?.path ?? part?.name ?? '' });
    const words = escapeMarkdown(shorten(`${kind} ${name}`.trim(), NAME_LENGTH));
    const size = `~${formatTokens(tokensIn(parts, 'overhead'), 1)}`;
    return `| ${words} | ${size} | ${callsOf(each)} |`;
  });
  const by =
    told.toldBy === 'claude'
      ? t('Told by Claude Code, {0}; its figures are estimates.', timeOf(told.atMs))
      : t(
          'These are the memory files. *System and tools* in the inspector has Claude Code name all the rest.',
        );
  return [[`| | ${t('Tokens')} | ${t('Calls')} |`, '|---|---:|---:|', ...rows].join('\n'), by];
}
