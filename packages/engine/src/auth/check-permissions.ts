import type { EngineCore } from '../runtime/engine-core.ts';
import { EngineRejection } from '../runtime/engine-rejection.ts';
import type { Identity } from './identity.ts';

/** Who may do everything; everybody else needs authorizations. */
export interface AuthorizationsOption {
  /** User names and client ids. */
  readonly administrators: readonly string[];
}

/**
 * Checks that the caller has every permission that an operation asks for, for whichever resource: what an authorization says
 * about single resources is not looked at.
 *
 * @param required `PROCESS_DEFINITION:READ_USER_TASK | USER_TASK:READ`: any one of them is enough
 * @throws EngineRejection FORBIDDEN
 */
export function checkPermissions(
  { options, state }: EngineCore,
  identity: Identity | null,
  required: readonly string[],
): void {
  const { authorizations } = options;
  if (
    authorizations === undefined ||
    identity === null ||
    authorizations.administrators.includes(identity.id)
  ) {
    return;
  }
  const granted = [...state.platform.authorizations.byKey.values()].filter(
    ({ value }) => value.ownerType === identity.type && value.ownerId === identity.id,
  );
  const isGranted = (permission: string) => {
    const [resourceType, type = ''] = permission.split(':');
    return granted.some(
      ({ value }) => value.resourceType === resourceType && value.permissionTypes.includes(type),
    );
  };
  const missing = required.find((one) => !one.split(' | ').some(isGranted));
  if (missing !== undefined) {
    const who = `${identity.type === 'USER' ? 'user' : 'client'} '${identity.id}'`;
    throw new EngineRejection('FORBIDDEN', `The ${who} has no authorization for ${missing}`);
  }
}
