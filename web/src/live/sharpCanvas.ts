import { everyFrame } from './ticker';

/** What a panel draws on: sizes in CSS pixels, `scale` device pixels to each. */
export interface Sheet {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  scale: number;
  /** Changes with size, density and theme: what was kept for another version may not be used again. */
  version: number;
}

/** Resolves a token of tokens.css to its value in the theme of the moment. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Keeps a canvas as sharp as the screen and as large as its box, and draws it before every frame. */
export function sharpCanvas(draw: (sheet: Sheet, milliseconds: number) => void): (canvas: HTMLCanvasElement) => () => void {
  return (canvas) => {
    const context = canvas.getContext('2d')!;
    let size = { width: 0, height: 0 };
    let drawn = '';
    let version = 0;
    const observer = new ResizeObserver(([entry]) => {
      size = { width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) };
    });
    observer.observe(canvas);
    const stop = everyFrame((milliseconds) => {
      const { width, height } = size;
      if (width < 8 || height < 8) return;
      const scale = window.devicePixelRatio || 1;
      const now = `${width} ${height} ${scale} ${document.documentElement.dataset.theme}`;
      if (now !== drawn) {
        version++;
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
        drawn = now;
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      draw({ context, width, height, scale, version }, milliseconds);
    });
    return () => {
      stop();
      observer.disconnect();
    };
  };
}
