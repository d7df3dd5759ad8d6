/** Browsers keep to themselves why a connection failed: there is no code, and pages need not carry words for it. */
export function wordsOfCode(_code: string | undefined, _where: string): undefined {}

/** Pages leave TLS to the browser. */
export function wordsOfTerminator(_page: string, _where: string): undefined {}
