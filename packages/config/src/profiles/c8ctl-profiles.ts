import { memberArray, type Profile, ProfileFormatError, textMembers } from './profile-format.ts';

/**
 * The profiles in a `profiles.json` of the c8ctl command line tool.
 *
 * @param document the parsed file
 * @see https://github.com/camunda/c8ctl
 */
export function readC8ctlProfiles(document: unknown): Profile[] {
  return memberArray(document, 'profiles').map((entry, index) => {
    const place = `profile ${index + 1}`;
    const text = textMembers(entry, place);
    const name = text('name');
    if (name === undefined || name === '') throw new ProfileFormatError(`${place} has no "name"`);
    return {
      names: [name],
      values: {
        CAMUNDA_REST_ADDRESS: text('baseUrl'),
        CAMUNDA_CLIENT_ID: text('clientId'),
        CAMUNDA_CLIENT_SECRET: text('clientSecret'),
        CAMUNDA_TOKEN_AUDIENCE: text('audience'),
        CAMUNDA_OAUTH_URL: text('oAuthUrl'),
        CAMUNDA_BASIC_AUTH_USERNAME: text('username'),
        CAMUNDA_BASIC_AUTH_PASSWORD: text('password'),
        CAMUNDA_TENANT_ID: text('defaultTenantId'),
      },
    };
  });
}
