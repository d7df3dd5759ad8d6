import type { CamundaSdkConfigPartial } from '../camunda-sdk-configuration.ts';
import {
  memberArray,
  type Profile,
  ProfileFormatError,
  type TextMembers,
  textMembers,
} from './profile-format.ts';

/** Credentials of another kind may still stand in a connection; only those of its kind count. */
function selfHostedCredentials(text: TextMembers, place: string): CamundaSdkConfigPartial {
  const kind = text('authType') ?? 'none';
  switch (kind) {
    case 'none':
      return {};
    case 'basic':
      return {
        CAMUNDA_BASIC_AUTH_USERNAME: text('basicAuthUsername'),
        CAMUNDA_BASIC_AUTH_PASSWORD: text('basicAuthPassword'),
      };
    case 'oauth':
      return {
        CAMUNDA_CLIENT_ID: text('clientId'),
        CAMUNDA_CLIENT_SECRET: text('clientSecret'),
        CAMUNDA_OAUTH_URL: text('oauthURL'),
        CAMUNDA_TOKEN_AUDIENCE: text('audience'),
        CAMUNDA_OAUTH_SCOPE: text('scope'),
      };
    default:
      throw new ProfileFormatError(`${place}: "authType" is none of none, basic, oauth`);
  }
}

function connectionSettings(text: TextMembers, place: string): CamundaSdkConfigPartial {
  switch (text('targetType')) {
    case 'camundaCloud':
      return {
        CAMUNDA_REST_ADDRESS: text('camundaCloudClusterUrl'),
        CAMUNDA_CLIENT_ID: text('camundaCloudClientId'),
        CAMUNDA_CLIENT_SECRET: text('camundaCloudClientSecret'),
      };
    case 'selfHosted':
      return {
        CAMUNDA_REST_ADDRESS: text('contactPoint'),
        CAMUNDA_TENANT_ID: text('tenantId'),
        ...selfHostedCredentials(text, place),
      };
    default:
      throw new ProfileFormatError(`${place}: "targetType" is neither camundaCloud nor selfHosted`);
  }
}

/**
 * The connections in a `settings.json` of the desktop Modeler; each is found by its name and by its id.
 *
 * @param document the parsed file
 * @see https://github.com/camunda/camunda-modeler
 */
export function readModelerConnections(document: unknown): Profile[] {
  return memberArray(document, 'connectionManagerPlugin.c8connections').map((entry, index) => {
    const place = `connection ${index + 1}`;
    const text = textMembers(entry, place);
    const names = [text('name'), text('id')].filter((name) => name !== undefined && name !== '');
    if (names.length === 0) throw new ProfileFormatError(`${place} has neither "name" nor "id"`);
    return { names: names as string[], values: connectionSettings(text, place) };
  });
}
