/**
 * Names that the platform or its other clients hand out for things which these packages do not have, such as gRPC and
 * the addresses of single applications. They are no mistake, so nothing is said about them.
 */
const UNUSED_NAMES: ReadonlySet<string> = new Set([
  'CAMUNDA_CLIENT_CONFIG_PATH',
  'CAMUNDA_CLIENT_MODE',
  'CAMUNDA_CLIENT_ENABLED',
  'CAMUNDA_CLIENT_PREFERRESTOVERGRPC',
  'CAMUNDA_CONSOLE_BASE_URL',
  'CAMUNDA_CONSOLE_CLIENT_ID',
  'CAMUNDA_CONSOLE_CLIENT_SECRET',
  'CAMUNDA_CONSOLE_OAUTH_AUDIENCE',
  'CAMUNDA_CREDENTIALS_SCOPES',
  'CAMUNDA_FALCON',
  'CAMUNDA_FORCE_REST',
  'CAMUNDA_GRPC_ADDRESS',
  'CAMUNDA_INSECURE_CONNECTION',
  'CAMUNDA_KEEP_ALIVE',
  'CAMUNDA_MODELER_BASE_URL',
  'CAMUNDA_MODELER_OAUTH_AUDIENCE',
  'CAMUNDA_OPERATE_BASE_URL',
  'CAMUNDA_OPERATE_OAUTH_AUDIENCE',
  'CAMUNDA_OPTIMIZE_BASE_URL',
  'CAMUNDA_OPTIMIZE_OAUTH_AUDIENCE',
  'CAMUNDA_OVERRIDE_AUTHORITY',
  'CAMUNDA_PREFER_REST',
  'CAMUNDA_SECURE_CONNECTION',
  'CAMUNDA_SUPPORT_LOGGER',
  'CAMUNDA_SUPPORT_LOG_ENABLED',
  'CAMUNDA_SUPPORT_LOG_FILE_PATH',
  'CAMUNDA_TASKLIST_BASE_URL',
  'CAMUNDA_TASKLIST_OAUTH_AUDIENCE',
  'CAMUNDA_ZEEBE_BASE_URL',
  'ZEEBE_ADDRESS',
  'ZEEBE_CLIENT_CONFIG_PATH',
  'ZEEBE_GATEWAY_ADDRESS',
  'ZEEBE_GRPC_ADDRESS',
  'ZEEBE_INSECURE_CONNECTION',
  'ZEEBE_KEEP_ALIVE',
  'ZEEBE_OVERRIDE_AUTHORITY',
  'ZEEBE_SECURE_CONNECTION',
]);

/** Whether a name is the platform's, but of no use here. */
export function isUnusedName(name: string): boolean {
  return UNUSED_NAMES.has(name);
}

const SUPPORT_LOG: ReadonlySet<string> = new Set([
  'CAMUNDA_SUPPORT_LOGGER',
  'CAMUNDA_SUPPORT_LOG_ENABLED',
  'CAMUNDA_SUPPORT_LOG_FILE_PATH',
]);

/**
 * What to say of a name that asks for something which would be missed: the support log of the platform's other clients.
 * A file that holds settings is a place for secrets to leak from, and the logger and `explainConfiguration` tell the same.
 */
export function describeUnread(name: string, value: unknown): string | undefined {
  if (!SUPPORT_LOG.has(name) || /^(false|0|no|off)$/i.test(String(value).trim())) return undefined;
  return 'has no effect: no support log is written; use CAMUNDA_SDK_LOG_LEVEL, and explainConfiguration for the settings';
}
