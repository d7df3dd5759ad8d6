import type { AuthHeaders, AuthProvider } from '@camunda/auth';

/** Knows which headers carry the credentials of calls, without asking for any. */
export class CredentialHeaders {
  readonly #provider: AuthProvider | undefined;
  #last: AuthHeaders | undefined;

  constructor(provider: AuthProvider | undefined) {
    this.#provider = provider;
  }

  /** Their names in lower case: as the provider gave them last, else as it says, else `authorization`. */
  get names(): readonly string[] {
    if (this.#provider === undefined) return [];
    const names = (this.#last && Object.keys(this.#last)) ?? this.#provider.headerNames ?? ['authorization'];
    return names.map((name) => name.toLowerCase());
  }

  /** Remembers what the provider gave. */
  learn(headers: AuthHeaders): void {
    this.#last = headers;
  }
}
