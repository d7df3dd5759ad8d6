/** Who calls: a user or a client. */
export interface Identity {
  readonly type: 'USER' | 'CLIENT';
  readonly id: string;
  /** The name that is shown; null if none is known. */
  readonly name: string | null;
  readonly email: string | null;
}

/** Finds out who calls. */
export interface Authenticator {
  /**
   * @param authorization the header of that name
   * @returns null for nobody in particular: everybody may call
   * @throws HttpProblem with status 401; its text never holds what was given
   */
  authenticate(authorization: string | null): Promise<Identity | null>;
}
