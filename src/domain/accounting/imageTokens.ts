import type { TokenizerGeneration } from '../models/modelFamily';

/**
 * Images are scaled down to these before they are counted. Old: measured. New: one sample up to
 * 1440×900, the rest as documented.
 */
const BOUNDS = {
  old: { edge: 1568, tokens: 1568 },
  new: { edge: 2576, tokens: 4784 },
} as const;
const PATCH = 28;
/** Per image, on top of its patches (measured: 3–4 with the result's own wrapper taken off). */
const OVERHEAD_TOKENS = 4;
/** For an image whose size cannot be read, and for a document: what Claude Code itself assumes. */
const UNKNOWN_TOKENS = 2000;

/**
 * Tokens of an image by its pixels, never by its bytes. Single images with final usage fit exactly:
 * 320×200 is 96 patches, 1280×800 is 1334, 1440×900 is 1716.
 */
export function imageTokens(
  size: { readonly width: number; readonly height: number } | null,
  generation: TokenizerGeneration,
): number {
  if (size === null) return UNKNOWN_TOKENS;
  const { edge, tokens } = BOUNDS[generation];
  let scale = Math.min(1, edge / Math.max(size.width, size.height));
  let patches = patchesOf(size, scale);
  if (patches > tokens) scale *= Math.sqrt(tokens / patches);
  while ((patches = patchesOf(size, scale)) > tokens) scale *= 0.995;
  return patches + OVERHEAD_TOKENS;
}

function patchesOf(
  size: { readonly width: number; readonly height: number },
  scale: number,
): number {
  const along = (pixels: number): number =>
    Math.max(1, Math.ceil(Math.round(pixels * scale) / PATCH));
  return along(size.width) * along(size.height);
}
