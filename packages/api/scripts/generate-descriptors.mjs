// Writes the table of operations: one constant an operation, and a record of all of them.
import { classifyOperation } from './classify-operation.mjs';
import { membersOf } from './read-specification.mjs';

const BODIES = {
  'application/json': 'json',
  'multipart/form-data': 'multipart',
  'application/octet-stream': 'octet',
};

export function generateDescriptors({ operations, follow }) {
  const descriptors = operations.map((operation) => describeOperation(operation, follow));
  const constants = descriptors.map(
    (descriptor) =>
      `export const ${descriptor.operationId}: OperationDescriptor = ${JSON.stringify(descriptor)};`,
  );
  const names = descriptors.map(({ operationId }) => operationId);
  return {
    'descriptors.ts': [
      "import type { OperationDescriptor } from '../operation-descriptor.ts';",
      '',
      ...constants,
      '',
    ].join('\n'),
    'operations.ts': [
      "import type { OperationDescriptor } from '../operation-descriptor.ts';",
      `import {\n${names.map((name) => `  ${name},\n`).join('')}} from './descriptors.ts';`,
      '',
      '/** The name of an operation in the specification. */',
      `export type OperationId =\n${names.map((name) => `  | '${name}'`).join('\n')};`,
      '',
      '/** The facts of every operation of the Orchestration Cluster REST API, by its name in the specification. */',
      'export const operations: { readonly [Id in OperationId]: OperationDescriptor } = {',
      ...names.map((name) => `  ${name},`),
      '};',
      '',
    ].join('\n'),
  };
}

/** The facts of one operation; members that hold their default are left out. */
export function describeOperation(operation, follow) {
  const statuses = operation.successes.map(({ status }) => status).sort((a, b) => a - b);
  const [tenantMember] = ['tenantId', 'tenantIds'].filter(
    (name) => operation.operationId !== 'createTenant' && name in membersOf(operation.bodySchema, follow),
  );
  const isSearch = operation.method === 'POST' && 'page' in membersOf(operation.bodySchema, follow);
  return {
    operationId: operation.operationId,
    tag: operation.tags[0],
    method: operation.method,
    path: operation.path,
    ...(operation.base && { base: operation.base }),
    operationClass: classifyOperation(operation),
    body: bodyOf(operation),
    response: responseOf(operation),
    successStatuses: statuses,
    pathParameters: operation.pathParameters.map(({ name }) => name),
    queryParameters: operation.queryParameters.map(({ name }) => name),
    ...(waits(operation, follow) && { longPoll: true }),
    ...(isSearch && { paginated: true }),
    eventuallyConsistent: operation['x-eventually-consistent'] === true,
    ...(tenantMember && { tenantMember }),
    requiredPermissions: operation['x-required-permissions'].map(permission),
    ...(operation.security?.length === 0 && { anonymous: true }),
    addedInVersion: operation['x-added-in-version'],
  };
}

function bodyOf({ operationId, bodyContentType }) {
  if (bodyContentType === undefined) return 'none';
  const kind = BODIES[bodyContentType];
  if (!kind) throw new Error(`${operationId}: no way to send ${bodyContentType}`);
  return kind;
}

/** The cluster may hold the answer back where the body says for how long. */
function waits(operation, follow) {
  return 'requestTimeout' in membersOf(operation.bodySchema, follow);
}

function responseOf({ successes }) {
  const types = successes.flatMap(({ contentTypes }) => contentTypes);
  if (types.includes('application/json')) return 'json';
  if (types.includes('text/xml')) return 'text';
  if (types.includes('application/octet-stream')) return 'binary';
  if (types.length > 0) throw new Error(`no way to read ${types.join(', ')}`);
  return 'none';
}

/** `PROCESS_DEFINITION:READ_USER_TASK | USER_TASK:READ`: any one of them is enough. */
function permission(required) {
  const { anyOf = [required] } = required;
  return anyOf.map(({ resourceType, permissionType }) => `${resourceType}:${permissionType}`).join(' | ');
}
