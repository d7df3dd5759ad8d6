import type { AuthHeaders } from '../auth-provider.ts';

/** What undici lets a handler do with its request. */
export interface UndiciController {
  readonly aborted: boolean;
  readonly paused: boolean;
  readonly reason: Error | null;
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

/** What undici tells of a request. */
export interface UndiciHandler {
  onRequestStart?(controller: UndiciController, context: unknown): void;
  onRequestUpgrade?(
    controller: UndiciController,
    statusCode: number,
    headers: unknown,
    socket: unknown,
  ): void;
  onBodySent?(chunk: unknown): void;
  onRequestSent?(): void;
  onResponseStarted?(): void;
  onResponseStart?(
    controller: UndiciController,
    statusCode: number,
    headers: unknown,
    message?: string,
  ): void;
  onResponseData?(controller: UndiciController, chunk: unknown): void;
  onResponseEnd?(controller: UndiciController, trailers: unknown): void;
  onResponseError?(controller: UndiciController, error: Error): void;
}

/** What a {@link RenewingHandler} does after a 401. */
export interface Renewal {
  /** Other headers than those that were refused, or `undefined`. */
  renew(): Promise<AuthHeaders | undefined>;
  sendAgain(headers: AuthHeaders): void;
}

const UNAUTHORIZED = 401;

/**
 * Passes on what undici tells of a request. A 401 is held back while new credentials are made: then the request is sent again and
 * the 401 is dropped, or, when there are none, the 401 goes on its way.
 */
export class RenewingHandler implements UndiciHandler {
  readonly #handler: UndiciHandler;
  readonly #renewal: Renewal;
  #state: 'passing' | 'asking' | 'dropping' = 'passing';
  #renewed: AuthHeaders | undefined;
  // A paused connection should say nothing, but HTTP/2 may have said it already.
  readonly #heldBack: (() => void)[] = [];

  constructor(handler: UndiciHandler, renewal: Renewal) {
    this.#handler = handler;
    this.#renewal = renewal;
  }

  onRequestStart(controller: UndiciController, context: unknown): void {
    this.#handler.onRequestStart?.(controller, context);
  }

  onRequestUpgrade(
    controller: UndiciController,
    statusCode: number,
    headers: unknown,
    socket: unknown,
  ): void {
    this.#handler.onRequestUpgrade?.(controller, statusCode, headers, socket);
  }

  onBodySent(chunk: unknown): void {
    this.#handler.onBodySent?.(chunk);
  }

  onRequestSent(): void {
    this.#handler.onRequestSent?.();
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted?.();
  }

  onResponseStart(
    controller: UndiciController,
    statusCode: number,
    headers: unknown,
    message?: string,
  ): void {
    if (statusCode !== UNAUTHORIZED) {
      this.#handler.onResponseStart?.(controller, statusCode, headers, message);
      return;
    }
    this.#state = 'asking';
    controller.pause();
    this.#renewal.renew().then(
      (renewed) => {
        if (renewed === undefined) {
          this.#state = 'passing';
          this.#handler.onResponseStart?.(controller, statusCode, headers, message);
        } else {
          this.#state = 'dropping';
          this.#renewed = renewed;
        }
        for (const event of this.#heldBack.splice(0)) event();
        if (!controller.aborted) controller.resume();
      },
      (error: unknown) => controller.abort(error instanceof Error ? error : new Error(String(error))),
    );
  }

  onResponseData(controller: UndiciController, chunk: unknown): void {
    if (this.#state === 'asking') this.#heldBack.push(() => this.onResponseData(controller, chunk));
    else if (this.#state === 'passing') this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: UndiciController, trailers: unknown): void {
    if (this.#state === 'asking') this.#heldBack.push(() => this.onResponseEnd(controller, trailers));
    else if (this.#renewed === undefined) this.#handler.onResponseEnd?.(controller, trailers);
    else this.#renewal.sendAgain(this.#renewed);
  }

  onResponseError(controller: UndiciController, error: Error): void {
    this.#handler.onResponseError?.(controller, error);
  }
}
