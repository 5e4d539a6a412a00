import { open } from 'node:fs/promises';

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/**
 * Reads a file in chunks of 1 MiB and does nothing with them: what the disk (or its cache) costs.
 * Returns its bytes.
 */
export async function readInChunks(path: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunksOf(path)) bytes += chunk.length;
  return bytes;
}

/**
 * Parses every line of a file, holding one chunk at a time: what any reader pays that looks at
 * everything. Returns its lines.
 */
export async function parseAllLines(path: string): Promise<number> {
  let lines = 0;
  let torn = Buffer.alloc(0);
  for await (const chunk of chunksOf(path)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const line = chunk.subarray(start, end);
      JSON.parse((torn.length === 0 ? line : Buffer.concat([torn, line])).toString('utf8'));
      torn = Buffer.alloc(0);
      lines++;
      start = end + 1;
    }
    torn = Buffer.concat([torn, chunk.subarray(start)]);
  }
  return lines;
}

/** The chunk is valid until the next one. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
