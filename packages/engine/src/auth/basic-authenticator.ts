import { EngineOptionError } from '../engine-option-error.ts';
import type { EngineCore } from '../runtime/engine-core.ts';
import { matchesPassword } from '../runtime/password-hash.ts';
import type { BasicAuthentication, BasicUser } from './authentication-option.ts';
import type { Authenticator, Identity } from './identity.ts';
import { credentialsOf, unauthorized } from './unauthorized.ts';

const CHALLENGE = 'Basic realm="camunda", charset="UTF-8"';

/** Checks names and passwords: of the users that the option lists, and of those that were created through the API. */
export class BasicAuthenticator implements Authenticator {
  readonly #engine: EngineCore;
  readonly #users: ReadonlyMap<string, BasicUser>;

  /** @throws EngineOptionError */
  constructor(engine: EngineCore, { users }: BasicAuthentication) {
    checkUsers(users);
    this.#engine = engine;
    this.#users = new Map(users.map((user) => [user.username, user]));
  }

  async authenticate(authorization: string | null): Promise<Identity> {
    const credentials = decode(credentialsOf(authorization, 'basic'));
    if (credentials === null) {
      throw unauthorized('The request must have the header Authorization with the scheme Basic', CHALLENGE);
    }
    const { username, password } = credentials;
    const identity = this.#findListed(username, password) ?? (await this.#findCreated(username, password));
    if (identity === null) {
      throw unauthorized('The user name or the password is wrong', CHALLENGE);
    }
    return identity;
  }

  #findListed(username: string, password: string): Identity | null {
    const user = this.#users.get(username);
    return user?.password === password
      ? { type: 'USER', id: username, name: user.name ?? username, email: user.email ?? null }
      : null;
  }

  async #findCreated(username: string, password: string): Promise<Identity | null> {
    const user = this.#engine.state.platform.users.find(username)?.value;
    return user !== undefined && (await matchesPassword(password, user.passwordHash))
      ? { type: 'USER', id: username, name: user.name, email: user.email }
      : null;
  }
}

function checkUsers(users: readonly BasicUser[] | undefined): void {
  const isUser = (user: BasicUser) => typeof user?.username === 'string' && typeof user.password === 'string';
  if (!Array.isArray(users) || !users.every(isUser)) {
    throw new EngineOptionError('authentication.users', 'must list users with `username` and `password`');
  }
}

/** A password may hold colons, a user name may not. */
function decode(credentials: string | null): { username: string; password: string } | null {
  try {
    const bytes = Uint8Array.from(atob(credentials ?? ''), (character) => character.charCodeAt(0));
    const text = new TextDecoder().decode(bytes);
    const colon = text.indexOf(':');
    return colon === -1 ? null : { username: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch (error) {
    if (error instanceof DOMException) {
      return null;
    }
    throw error;
  }
}
