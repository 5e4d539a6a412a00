/** Draws once for whatever changed before the next frame. */
export function drawnOnce(draw: () => void): () => void {
  let isDrawing = false;
  return () => {
    if (isDrawing) return;
    isDrawing = true;
    queueMicrotask(() => {
      isDrawing = false;
      draw();
    });
  };
}
