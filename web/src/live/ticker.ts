/** One animation loop for all panels, so that a frame is drawn as a whole; it rests while nothing is subscribed. */

type Draw = (milliseconds: number) => void;

const draws = new Set<Draw>();
let running = false;

/** Calls `draw` before every frame until the returned function is called. */
export function everyFrame(draw: Draw): () => void {
  draws.add(draw);
  if (!running) {
    running = true;
    requestAnimationFrame(tick);
  }
  return () => draws.delete(draw);
}

function tick(milliseconds: number): void {
  for (const draw of draws) draw(milliseconds);
  running = draws.size > 0;
  if (running) requestAnimationFrame(tick);
}
