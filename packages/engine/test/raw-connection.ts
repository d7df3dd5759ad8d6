import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** An answer as it came over a socket. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A TCP connection that sends what it is told, byte by byte, and reads the answers one after another. */
export class RawConnection {
  readonly socket: Socket;
  #received = '';
  #heard = () => {};
  #isClosed = false;

  constructor(address: string) {
    const { port, hostname } = new URL(address);
    this.socket = connect(Number(port), hostname);
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => {
      this.#received += text;
      this.#heard();
    });
    this.socket.on('error', () => this.#heard());
    this.socket.on('close', () => {
      this.#isClosed = true;
      this.#heard();
    });
    onTestFinished(() => {
      this.socket.destroy();
    });
  }

  /** Sends lines with the endings of HTTP, and a body as it is. */
  send(lines: readonly string[], body: string | Uint8Array = ''): void {
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    this.socket.write(body);
  }

  /** The next answer; rejects when the connection ends without a whole one. */
  async response(): Promise<RawResponse> {
    const end = await this.#position('\r\n\r\n');
    const [statusLine = '', ...lines] = this.#take(end + 4)
      .trimEnd()
      .split('\r\n');
    const headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const length = Number(headers.get('content-length') ?? 0);
    while (this.#received.length < length) {
      await this.#more();
    }
    return { status: Number(statusLine.split(' ')[1]), headers, body: this.#take(length) };
  }

  /** Resolves when the server has closed the connection. */
  async closed(): Promise<void> {
    while (!this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  async #position(text: string): Promise<number> {
    for (let at = this.#received.indexOf(text); ; at = this.#received.indexOf(text)) {
      if (at !== -1) {
        return at;
      }
      await this.#more();
    }
  }

  #take(length: number): string {
    const taken = this.#received.slice(0, length);
    this.#received = this.#received.slice(length);
    return taken;
  }

  async #more(): Promise<void> {
    if (this.#isClosed) {
      throw new Error(`the connection ended after '${this.#received}'`);
    }
    await new Promise<void>((resolve) => {
      this.#heard = resolve;
    });
  }
}
