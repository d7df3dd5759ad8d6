/** Browsers keep to themselves why a connection failed: there is no code, and pages need not carry words for it. */
export function wordsOfCode(_code: string | undefined, _where: string): undefined {}

/** Pages leave TLS to the browser. */
export function wordsOfTerminator(_page: string, _where: string): undefined {}

/** Pages leave proxies to the browser, too. */
export function wordsOfWay(
  _code: string | undefined,
  _error: unknown,
  _target: string,
  _where: string,
): undefined {}

/** See {@link wordsOfWay}. */
export function wordsOfProxy(_message: string, _where: string): undefined {}
