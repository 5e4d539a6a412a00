const PRIME = 0x01000193;

/**
 * Tells equal byte strings apart from unequal ones by length and 64 bits (two lanes of FNV-1a).
 * Against chance, not against an attacker: it only finds what is a copy of what, never what may be
 * thrown away.
 */
export function bytesFingerprint(bytes: Buffer, start = 0, end = bytes.length): string {
  let low = 0x811c9dc5;
  let high = 0x9dc5811c;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes.readInt32LE(at);
    low = Math.imul(low ^ word, PRIME);
    low ^= low >>> 15;
    high = Math.imul(high ^ word ^ (high >>> 17), 0x85ebca6b);
  }
  for (; at < end; at++) {
    low = Math.imul(low ^ bytes[at]!, PRIME);
    high = Math.imul(high ^ bytes[at]!, 0x85ebca6b);
  }
  return `${end - start}:${(low >>> 0).toString(36)}${(high >>> 0).toString(36)}`;
}
