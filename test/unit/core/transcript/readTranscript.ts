import { LineSplitter } from '../../../../src/core/sessionFile/lineSplitter';
import { parseLine } from '../../../../src/core/transcript/parseEntry';
import { Transcript } from '../../../../src/core/transcript/transcript';

/** Reads the text of a session file as the product does, from bytes. */
export function readTranscript(content: string | Buffer): Transcript {
  const transcript = new Transcript();
  const splitter = new LineSplitter();
  let line = 0;
  for (const { bytes, offset, length } of [
    ...splitter.feed(Buffer.from(content)),
    ...splitter.flush(),
  ])
    transcript.add(parseLine(bytes, ++line, offset, length));
  return transcript;
}
