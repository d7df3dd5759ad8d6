import type { BasicUser } from '../auth/authentication-option.ts';
import { userCommands } from '../commands/platform.ts';
import { randomUuid } from '../feel/index.ts';
import type { Fields } from '../http/fields.ts';
import { JsonAnswer, type OperationCall, type OperationHandler } from '../http/operation-call.ts';
import { EngineRejection, invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import { hashPassword } from '../runtime/password-hash.ts';
import { users } from '../search/identity.ts';
import { search } from '../search/search.ts';
import { nameIn, nameInPath } from './identifiers.ts';

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** Users. */
export const userOperations: Readonly<Record<string, OperationHandler>> = {
  async createUser(call) {
    const fields = await call.fields();
    const shown = {
      username: nameIn(fields, 'username'),
      name: fields.optionalText('name'),
      email: readEmail(fields),
    };
    const passwordHash = await hashed(call, requiredPassword(fields));
    if (listedUsers(call).some(({ username }) => username === shown.username)) {
      throw new EngineRejection(
        'ALREADY_EXISTS',
        `There is a user '${shown.username}' in the options already`,
      );
    }
    call.engine.execute(userCommands.create, { ...shown, passwordHash });
    return new JsonAnswer(201, shown);
  },
  async updateUser(call) {
    const fields = await call.fields();
    const name = fields.optionalText('name');
    const email = readEmail(fields);
    const password = optionalPassword(fields) ?? '';
    const changes = {
      ...(name === null ? {} : { name }),
      ...(email === null ? {} : { email }),
      ...(password === '' ? {} : { passwordHash: await hashed(call, password) }),
    };
    const id = nameInPath(call, 'username');
    const { passwordHash, ...shown } = call.engine.execute(userCommands.update, { id, changes });
    return shown;
  },
  getUser(call) {
    const { projections } = call.engine;
    const username = nameInPath(call, 'username');
    for (const row of allUsers(call).rows(projections).values()) {
      if (row.value.username === username) {
        return users.view(row, projections);
      }
    }
    throw notFound(`a user with the username '${username}'`);
  },
  deleteUser(call) {
    call.engine.execute(userCommands.delete, nameInPath(call, 'username'));
    return undefined;
  },
  async searchUsers(call) {
    return search(allUsers(call), call.engine.projections, await call.json());
  },
};

/** The users of the option `authentication`: they are there without ever having been created. */
function listedUsers({ engine }: OperationCall): readonly BasicUser[] {
  const { authentication } = engine.options;
  return authentication?.type === 'basic' ? authentication.users : [];
}

function allUsers(call: OperationCall): typeof users {
  const listed = listedUsers(call).map(({ username, name = null, email = null }, index) => {
    // No record has a key below 1.
    const key = index - listedUsers(call).length;
    return [key, { key, value: { username, name, email, passwordHash: '' } }] as const;
  });
  return { ...users, rows: (projections) => new Map([...listed, ...users.rows(projections)]) };
}

function hashed({ engine }: OperationCall, password: string): Promise<string> {
  return hashPassword(
    password,
    randomUuid(() => engine.environment.feel.random()),
  );
}

function readEmail(fields: Fields): string | null {
  const email = fields.optionalText('email');
  if (email !== null && email !== '' && !EMAIL.test(email)) {
    throw invalidArgument(`The field 'email' must be an email address, but it is '${email}'`);
  }
  return email;
}

function requiredPassword(fields: Fields): string {
  const password = optionalPassword(fields);
  if (password === null || password.trim() === '') {
    throw invalidArgument("The field 'password' must be given and not be empty");
  }
  return password;
}

/** Not read as other fields are: what is wrong with a password must not show it. */
function optionalPassword(fields: Fields): string | null {
  const password = fields.get('password');
  if (password !== null && typeof password !== 'string') {
    throw invalidArgument("The field 'password' must be a string");
  }
  return password;
}
