import type { MeterUnderTest } from './useMeter';
import { WrittenSession } from './writtenSession';

export const SOURCE = '1\texport const columns = ["date", "amount", "text"];\n'.repeat(400);

/**
 * A session that has read one file twice and another one once, and gone on for two turns: 46K and
 * 1K for each seed.
 */
export function sessionOfTwoReads(meter: MeterUnderTest, seed: number): WrittenSession {
  let contextTokens = 29_000 + seed * 1000;
  const session = new WrittenSession(meter, { seed }).reply(contextTokens);
  const reads = (name: string, lines: string): void => {
    session.write((writer) => {
      const file = `${meter.workspaceFolder}/${name}`;
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: file } }],
        usage: { contextTokens, outputTokens: 90 },
      });
      writer.toolResult(toolUseIds[0]!, lines);
      contextTokens += Math.round(lines.length / 3);
    });
  };
  reads('import.ts', SOURCE);
  reads('large.csv', '2026-11-02;−1,450.00;Rent November\n'.repeat(300));
  reads('import.ts', SOURCE);
  for (let round = 0; round < 11; round++) reads(`small${String(round)}.ts`, 'export {};\n');
  return session.reply(contextTokens).reply(contextTokens);
}
