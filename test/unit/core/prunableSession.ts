import { readFileSync } from 'node:fs';
import { silentLog } from '../../../src/core/log';
import { rewriteTools, type RewriteTools } from '../../../src/core/rewriteSession';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';

export const SESSION = '5ba08d29-65a1-489d-b90e-69b2be914b7c';

/** A session whose reads, one per round, can be pruned: `results` of about 2K tokens each. */
export interface PrunableSession {
  readonly writer: TranscriptWriter;
  readonly resultUuids: readonly string[];
  /** The items of the results. */
  readonly ids: readonly string[];
}

export function prunableSession(
  results = 3,
  options: { readonly version?: string } = {},
): PrunableSession {
  const writer = new TranscriptWriter({
    sessionId: SESSION,
    cwd: '/home/dev/proj',
    model: 'claude-sonnet-4-6',
    ...options,
  });
  writer.prompt('Read these.');
  const resultUuids: string[] = [];
  for (let index = 0; index < results; index++) {
    const path = `/home/dev/proj/${index}.md`;
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: path } }],
      usage: { contextTokens: 20_000 + 2000 * index, outputTokens: 80 },
    });
    const content = `Line of file ${index}, and some more words.\n`.repeat(200);
    resultUuids.push(
      writer.toolResult(toolUseIds[0]!, content, {
        toolUseResult: { type: 'text', file: { filePath: path, content } },
      }),
    );
  }
  writer.response({
    blocks: [{ type: 'text', text: 'All read.' }],
    usage: { contextTokens: 20_000 + 2000 * results, outputTokens: 50 },
  });
  return { writer, resultUuids, ids: resultUuids.map((uuid) => `${uuid}:0`) };
}

export function testTools(
  configDirectory: string,
  options: Partial<RewriteTools> = {},
): RewriteTools {
  return rewriteTools({ configDirectory, log: silentLog, loadTokenCount: null, ...options });
}

export function text(path: string): string {
  return readFileSync(path, 'utf8');
}
