import type { RecordedFile } from '../../fixtures/recordedFiles';
import { tellingLines } from './recordedLines';
import { blocksOf, readRawSession, textOfBlock, textOfContent } from './recordedSession';
import type { IsBoilerplate } from './laterNeeds';

/** Lines that stand in sessions of more than one repository: they are nobody's own. */
export function boilerplateOf(files: readonly RecordedFile[]): IsBoilerplate {
  const firstSeen = new Map<string, string>();
  const found = new Set<string>();
  for (const { path, repository } of files)
    for (const record of readRawSession(path).records) {
      if (record === null) continue;
      const content = record.message?.content;
      const texts =
        typeof content === 'string' ? [textOfContent(content)] : blocksOf(record).map(textOfBlock);
      for (const line of texts.flatMap(tellingLines))
        if ((firstSeen.get(line) ?? repository) !== repository) found.add(line);
        else firstSeen.set(line, repository);
    }
  return (line) => found.has(line);
}
