import type { Dispatcher } from 'undici';
import type { ShortExchange, ShortLane, ShortListener, ShortMessage, WireResponse } from '../sender.ts';
import { decodeBodyIfPossible } from './content-encoding.ts';
import { decodeText } from './decode-text.ts';
import type { WireDispatcher, WireHeaders } from './dispatch-call.ts';

/** Sends messages to one origin, each with one object that is undici's handler and the answer at once. */
export class UndiciShortLane implements ShortLane {
  readonly #dispatcher: WireDispatcher;
  readonly #origin: string;

  constructor(dispatcher: WireDispatcher, origin: string) {
    this.#dispatcher = dispatcher;
    this.#origin = origin;
  }

  leadsTo(url: string): boolean {
    return url.startsWith(this.#origin) && url.charAt(this.#origin.length) === '/';
  }

  begin({ operation, url, headers, body }: ShortMessage, listener: ShortListener): ShortExchange {
    const exchange = new Exchange(listener);
    const path = url.slice(this.#origin.length);
    this.#dispatcher.dispatch(
      { origin: this.#origin, path, method: operation.method, headers, body },
      exchange,
    );
    return exchange;
  }
}

class Exchange implements Dispatcher.DispatchHandler, WireResponse, ShortExchange {
  readonly #listener: ShortListener;
  #controller: Dispatcher.DispatchController | undefined;
  #aborted = false;
  #headers: WireHeaders = {};
  #chunks: Buffer[] | undefined;
  status = 0;

  constructor(listener: ShortListener) {
    this.#listener = listener;
  }

  get body(): string {
    if (this.#chunks === undefined) return '';
    const body = Buffer.concat(this.#chunks);
    return decodeText(decodeBodyIfPossible({ status: this.status, headers: this.#headers, body }));
  }

  header(name: string): string | undefined {
    const value = this.#headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Before there is a connection, undici keeps the request in its queue: it is refused when its turn comes. */
  abort(): void {
    this.#aborted = true;
    this.#controller?.abort(new Error('The call was cancelled'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#aborted) {
      controller.abort(new Error('The call was cancelled'));
      return;
    }
    this.#controller = controller;
    this.#listener.onStart();
  }

  onResponseStart(_controller: unknown, status: number, headers: WireHeaders): void {
    this.status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#chunks ??= [];
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#listener.onAnswer(this);
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#listener.onFailure(error);
  }
}
