import { parseBinary, type BlockMessage, type SpectraMessage } from './protocol';

export interface LinkListener<Text> {
  text(message: Text): void;
  binary?(message: BlockMessage | SpectraMessage): void;
  opened(): void;
  /** The connection is gone; the next attempt follows at that time (performance.now()). */
  lost(nextAttemptAt: number): void;
}

const firstWait = 500;
const longestWait = 8000;

/** The connection to a stream of the server. It comes back by itself, waiting longer each time. */
export class LiveLink<Text> {
  private socket: WebSocket | null = null;
  private wait = firstWait;
  private timer = 0;

  constructor(
    private readonly path: string,
    private readonly listener: LinkListener<Text>,
  ) {}

  connect(): void {
    clearTimeout(this.timer);
    this.socket?.close();
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/${this.path}`);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.wait = firstWait;
      this.listener.opened();
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.listener.text(JSON.parse(data) as Text);
      else this.listener.binary?.(parseBinary(data));
    };
    socket.onclose = () => {
      if (socket === this.socket) this.retry();
    };
    this.socket = socket;
  }

  private retry(): void {
    this.listener.lost(performance.now() + this.wait);
    this.timer = window.setTimeout(() => this.connect(), this.wait);
    this.wait = Math.min(longestWait, this.wait * 2);
  }
}
