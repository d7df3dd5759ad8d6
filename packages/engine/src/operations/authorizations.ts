import { authorizationCommands } from '../commands/platform.ts';
import type { Fields } from '../http/fields.ts';
import { JsonAnswer, type OperationCall, type OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { formatKey } from '../runtime/keys.ts';
import { type AuthorizationValue, platformIds } from '../runtime/platform-values.ts';
import { ownerTypes, resourceTypes } from '../search/enum-values.ts';
import { authorizations } from '../search/identity.ts';
import { search } from '../search/search.ts';
import { PERMISSION_TYPES } from './authorization-words.ts';
import { findRow } from './find-row.ts';

/** Authorizations. */
export const authorizationOperations: Readonly<Record<string, OperationHandler>> = {
  async createAuthorization(call) {
    const value = readAuthorization(await call.fields());
    const key = call.engine.execute(authorizationCommands.create, value);
    return new JsonAnswer(201, { authorizationKey: formatKey(key) });
  },
  async updateAuthorization(call) {
    const changes = readAuthorization(await call.fields());
    call.engine.execute(authorizationCommands.update, { id: idOf(call), changes });
    return undefined;
  },
  getAuthorization: (call) => authorizations.view(rowOf(call), call.engine.projections),
  deleteAuthorization(call) {
    call.engine.execute(authorizationCommands.delete, idOf(call));
    return undefined;
  },
  async searchAuthorizations(call) {
    return search(authorizations, call.engine.projections, await call.json());
  },
};

function rowOf(call: OperationCall) {
  return findRow(
    call.engine.projections.platform.authorizations,
    call.key('authorizationKey'),
    'an authorization',
  );
}

function idOf(call: OperationCall): string {
  const key = call.key('authorizationKey');
  return platformIds.AUTHORIZATION(
    findRow(call.engine.state.platform.authorizations.byKey, key, 'an authorization').value,
  );
}

function readAuthorization(fields: Fields): AuthorizationValue {
  const resourceId = fields.optionalText('resourceId');
  const resourcePropertyName = fields.optionalText('resourcePropertyName');
  if ((resourceId === null) === (resourcePropertyName === null)) {
    throw invalidArgument("Exactly one of the fields 'resourceId' and 'resourcePropertyName' must be given");
  }
  const permissions = fields.optionalTexts('permissionTypes') ?? [];
  if (permissions.length === 0) {
    throw invalidArgument("The field 'permissionTypes' must be given and not be empty");
  }
  return {
    ownerId: fields.requiredText('ownerId'),
    ownerType: oneOf(ownerTypes, fields.requiredText('ownerType'), 'ownerType'),
    resourceType: oneOf(resourceTypes, fields.requiredText('resourceType'), 'resourceType'),
    resourceId,
    resourcePropertyName,
    permissionTypes: permissions.map((word) => oneOf(PERMISSION_TYPES, word, 'permissionTypes')),
  };
}

function oneOf(words: readonly string[], word: string, field: string): string {
  const known = words.find((other) => other === word.toUpperCase());
  if (known === undefined) {
    throw invalidArgument(`The field '${field}' must be one of ${words.join(', ')}, but it is '${word}'`);
  }
  return known;
}
