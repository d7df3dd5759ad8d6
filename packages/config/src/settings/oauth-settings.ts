import { setting, settingWithDefault } from '../setting.ts';
import { booleanValue } from '../values/boolean-value.ts';
import { choiceValue } from '../values/choice-value.ts';
import { millisecondsValue, numberValue } from '../values/number-value.ts';
import { secretValue } from '../values/secret-value.ts';
import { optionalTextValue, textValue } from '../values/text-value.ts';
import { urlValue } from '../values/url-value.ts';

/** How access tokens are fetched and kept (strategy OAUTH). */
export const oauthSettings = {
  CAMUNDA_OAUTH_URL: settingWithDefault(urlValue(), 'https://login.cloud.camunda.io/oauth/token', {
    summary: 'The token endpoint. Not used when `CAMUNDA_OAUTH_ISSUER` is set.',
    aliases: [
      'CAMUNDA_AUTHORIZATION_SERVER_URL',
      'ZEEBE_AUTHORIZATION_SERVER_URL',
      'CAMUNDA_CLIENT_AUTH_TOKENURL',
      'CAMUNDA_CLIENT_AUTH_TOKEN_URL',
    ],
  }),
  CAMUNDA_OAUTH_ISSUER: setting(urlValue(), {
    summary: 'The issuer; its published metadata names the token endpoint.',
    aliases: ['CAMUNDA_CLIENT_AUTH_ISSUERURL', 'CAMUNDA_CLIENT_AUTH_ISSUER_URL', 'CAMUNDA_OAUTH_ISSUER_URL'],
  }),
  CAMUNDA_TOKEN_AUDIENCE: settingWithDefault(optionalTextValue('an audience'), 'zeebe.camunda.io', {
    summary: 'The audience that is asked for. The word `none` leaves it out of the request.',
    aliases: ['ZEEBE_TOKEN_AUDIENCE', 'CAMUNDA_ZEEBE_OAUTH_AUDIENCE', 'CAMUNDA_CLIENT_AUTH_AUDIENCE'],
  }),
  CAMUNDA_OAUTH_SCOPE: setting(textValue('scopes, separated by spaces'), {
    summary: 'The scopes that are asked for, separated by spaces.',
    aliases: ['CAMUNDA_TOKEN_SCOPE', 'ZEEBE_TOKEN_SCOPE', 'CAMUNDA_CLIENT_AUTH_SCOPE'],
  }),
  CAMUNDA_OAUTH_RESOURCE: setting(textValue('a resource'), {
    summary: 'The resource that is asked for (RFC 8707).',
    aliases: ['CAMUNDA_TOKEN_RESOURCE', 'ZEEBE_TOKEN_RESOURCE', 'CAMUNDA_CLIENT_AUTH_RESOURCE'],
  }),
  CAMUNDA_OAUTH_GRANT_TYPE: settingWithDefault(choiceValue(['client_credentials']), 'client_credentials', {
    summary: 'The kind of grant.',
  }),
  CAMUNDA_OAUTH_CLIENT_AUTHENTICATION: settingWithDefault(
    choiceValue(['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'tls_client_auth']),
    'client_secret_post',
    { summary: 'How the client proves at the token endpoint who it is.' },
  ),
  CAMUNDA_OAUTH_PRIVATE_KEY: setting(secretValue('a private key in PEM form (PKCS #8)'), {
    summary: 'private_key_jwt: the private key, in PEM form (PKCS #8).',
    secret: true,
  }),
  CAMUNDA_OAUTH_PRIVATE_KEY_PATH: setting(textValue('the path of a file'), {
    summary:
      'private_key_jwt: the file of the private key; it is read into `CAMUNDA_OAUTH_PRIVATE_KEY`. Needs a file system.',
    path: true,
  }),
  CAMUNDA_OAUTH_PRIVATE_KEY_ID: setting(textValue('the id of a key'), {
    summary: 'private_key_jwt: the `kid` of the key at the identity provider.',
  }),
  CAMUNDA_OAUTH_PRIVATE_KEY_ALGORITHM: settingWithDefault(
    choiceValue(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']),
    'RS256',
    { summary: 'private_key_jwt: how the assertion is signed.' },
  ),
  CAMUNDA_OAUTH_TIMEOUT_MS: settingWithDefault(millisecondsValue(1), 5000, {
    summary: 'The time limit of one token request, in milliseconds.',
  }),
  CAMUNDA_OAUTH_RETRY_MAX: settingWithDefault(numberValue({ unit: 'requests', minimum: 1 }), 5, {
    summary: 'How often a token is asked for when the failure may pass, the first time included.',
  }),
  CAMUNDA_OAUTH_RETRY_BASE_DELAY_MS: settingWithDefault(millisecondsValue(), 1000, {
    summary:
      'The upper bound of the first pause between token requests, in milliseconds; it doubles each time.',
  }),
  CAMUNDA_OAUTH_401_COOLDOWN_SECONDS: settingWithDefault(
    numberValue({ unit: 'seconds', maximum: 86_400, fractions: true }),
    30,
    { summary: 'How long refused credentials are not tried again, in seconds.' },
  ),
  CAMUNDA_TOKEN_CACHE_DIR: setting(textValue('the path of a folder'), {
    summary: 'Keeps tokens in this folder, too. Needs a file system.',
    aliases: ['CAMUNDA_OAUTH_CACHE_DIR'],
    path: true,
  }),
  CAMUNDA_TOKEN_DISK_CACHE_DISABLE: settingWithDefault(booleanValue(), false, {
    summary: 'Keeps tokens in memory only, even when a folder is set.',
  }),
};
