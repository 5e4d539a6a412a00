const SAMPLES = 48;

/**
 * A number by which equal texts are found: the length and some characters of it, far cheaper than
 * reading it all. 30 bits: no more memory than a pointer.
 */
export function textFingerprint(text: string): number {
  const { length } = text;
  const step = Math.max(1, Math.floor(length / SAMPLES));
  let hash = length;
  for (let at = 0; at < length; at += step) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash & 0x3fffffff;
}
