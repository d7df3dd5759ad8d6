import type { Fields } from '../http/fields.ts';
import type { OperationCall } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';

const NAME = /^[a-zA-Z0-9_~@.+-]{1,256}$/;
const TENANT_ID = /^(<default>|[\w.-]{1,31})$/;

/** The name of a user, client or cluster variable in a body. @throws EngineRejection */
export function nameIn(fields: Fields, field: string): string {
  return checkName(fields.requiredText(field), `field '${field}'`);
}

/** The name of a user, client or cluster variable in the path. @throws EngineRejection */
export function nameInPath(call: OperationCall, parameter: string): string {
  return checkName(call.text(parameter), `path parameter '${parameter}'`);
}

/** The id of a tenant in a body. @throws EngineRejection */
export function tenantIdIn(fields: Fields): string {
  return checkTenantId(fields.requiredText('tenantId'), "field 'tenantId'");
}

/** The id of a tenant in the path. @throws EngineRejection */
export function tenantIdInPath(call: OperationCall): string {
  return checkTenantId(call.text('tenantId'), "path parameter 'tenantId'");
}

function checkName(text: string, where: string): string {
  if (!NAME.test(text)) {
    throw invalidArgument(
      `The ${where} must have 1 to 256 letters, digits and the characters _~@.+-, but it is '${text}'`,
    );
  }
  return text;
}

function checkTenantId(text: string, where: string): string {
  if (!TENANT_ID.test(text)) {
    throw invalidArgument(
      `The ${where} must have 1 to 31 letters, digits, dots, dashes and underscores, but it is '${text}'`,
    );
  }
  return text;
}
