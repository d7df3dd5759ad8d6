import type { AuthHeaders } from '../auth-provider.ts';

/** The names of the headers that a provider has given so far: how credentials are told from the other headers of a call. */
export class CredentialNames {
  readonly #names = new Map<string, string>();

  /** Remembers the names of these headers. */
  add(headers: AuthHeaders): void {
    for (const name of Object.keys(headers)) this.#names.set(name.toLowerCase(), name);
  }

  /** Whether it is such a name, in whatever letter case. */
  has(name: string): boolean {
    return this.#names.has(name.toLowerCase());
  }

  /** The credentials among the headers of a call, by the names that the provider gave them. */
  pick(headers: { get(name: string): unknown }): AuthHeaders {
    const found: Record<string, string> = {};
    for (const [lowerCase, name] of this.#names) {
      const value = headers.get(lowerCase);
      if (typeof value === 'string') found[name] = value;
    }
    return found;
  }
}
