import type { SourceLine } from '../../domain/pruning/lineEdit';
import type { Entry } from '../../domain/transcript/entry';
import { parseLine } from '../../domain/transcript/parseEntry';
import { eachLine } from '../../io/sessionFile/compareLines';
import type { OpenFile } from '../../io/sessionFile/sessionFileSystem';

/** What came into a session behind so many lines. */
export interface LaterEntries {
  /** Of the conversation. */
  readonly lines: number;
  readonly prompts: number;
  /** Of subagents that worked within the session file, as in Claude Code 1.0. */
  readonly sidechainLines: number;
  /** Names for the session, by a person or by Claude Code. */
  readonly titles: number;
  /** Records in which Claude Code keeps what the session has cost. */
  readonly costRecords: number;
  /** What the replies of the conversation took to write. */
  readonly outputTokens: number;
}

const TITLES: ReadonlySet<string> = new Set(['custom-title', 'ai-title', 'summary']);

/**
 * Lines are only ever appended: what stands behind those of another file came after it. Claude Code
 * may replace the file by a shorter one when it compacts: then what the other does not hold did.
 */
export async function laterEntries(
  session: { readonly file: OpenFile; readonly bytes: number },
  former: { readonly file: OpenFile; readonly bytes: number },
): Promise<LaterEntries> {
  let formerLines = 0;
  const known = new Set<string>();
  await eachLine(former.file, former.bytes, (found) => {
    formerLines++;
    for (const entry of entriesOf(found)) if (uuidOf(entry) !== null) known.add(uuidOf(entry)!);
  });
  const count = new LaterCount();
  let line = 0;
  await eachLine(session.file, session.bytes, (found) => {
    const isBehind = ++line > formerLines;
    for (const entry of entriesOf(found)) {
      const uuid = uuidOf(entry);
      if (isBehind || (uuid !== null && !known.has(uuid))) count.add(entry);
    }
  });
  return count.counted;
}

function entriesOf({ bytes, offset, length }: SourceLine): readonly Entry[] {
  return parseLine(bytes, 0, offset, length).entries;
}

function uuidOf(entry: Entry): string | null {
  return entry.kind === 'metadata' ? null : entry.uuid;
}

class LaterCount {
  private lines = 0;
  private prompts = 0;
  private sidechainLines = 0;
  private titles = 0;
  private costRecords = 0;
  private unnamedTokens = 0;
  /** Lines of one response tell its whole output each. */
  private readonly tokensOf = new Map<string, number>();

  get counted(): LaterEntries {
    const { lines, prompts, sidechainLines, titles, costRecords, unnamedTokens } = this;
    const outputTokens = [...this.tokensOf.values()].reduce(
      (sum, tokens) => sum + tokens,
      unnamedTokens,
    );
    return { lines, prompts, sidechainLines, titles, costRecords, outputTokens };
  }

  add(entry: Entry): void {
    if (entry.kind === 'metadata') {
      if (entry.type === 'sidechain') this.sidechainLines++;
      if (TITLES.has(entry.type)) this.titles++;
      if (entry.type === 'cost-state') this.costRecords++;
      return;
    }
    if (entry.isSidechain) {
      this.sidechainLines++;
      return;
    }
    this.lines++;
    if (entry.kind === 'user' && entry.prompt !== null) this.prompts++;
    if (entry.kind !== 'assistant' || entry.isSynthetic) return;
    const tokens = entry.usage?.outputTokens ?? 0;
    if (entry.messageId === null) this.unnamedTokens += tokens;
    else
      this.tokensOf.set(entry.messageId, Math.max(tokens, this.tokensOf.get(entry.messageId) ?? 0));
  }
}
