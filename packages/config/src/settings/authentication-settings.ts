import { setting, settingWithDefault } from '../setting.ts';
import { booleanValue } from '../values/boolean-value.ts';
import { choiceValue } from '../values/choice-value.ts';
import { secretValue } from '../values/secret-value.ts';
import { exactTextValue, textValue } from '../values/text-value.ts';
import { urlValue } from '../values/url-value.ts';

const clientId = textValue('the id of an API client');
const clientSecret = secretValue('the secret of an API client');

/** Who calls: the strategy, and the credentials of every strategy but OAuth's details. */
export const authenticationSettings = {
  CAMUNDA_AUTH_STRATEGY: settingWithDefault(
    choiceValue(['NONE', 'OAUTH', 'BASIC', 'BEARER', 'COOKIE'], { oidc: 'OAUTH' }),
    'NONE',
    {
      summary: 'How calls are authenticated.',
      aliases: ['CAMUNDA_CLIENT_AUTH_METHOD'],
      defaultNote: 'follows from the credentials that are set',
    },
  ),
  CAMUNDA_CLIENT_ID: setting(clientId, {
    summary: 'OAUTH: the client id.',
    aliases: ['ZEEBE_CLIENT_ID'],
  }),
  CAMUNDA_CLIENT_AUTH_CLIENTID: setting(clientId, {
    summary: 'The same as `CAMUNDA_CLIENT_ID`.',
    twinOf: 'CAMUNDA_CLIENT_ID',
  }),
  CAMUNDA_CLIENT_SECRET: setting(clientSecret, {
    summary: 'OAUTH: the client secret.',
    secret: true,
    aliases: ['ZEEBE_CLIENT_SECRET'],
  }),
  CAMUNDA_CLIENT_AUTH_CLIENTSECRET: setting(clientSecret, {
    summary: 'The same as `CAMUNDA_CLIENT_SECRET`.',
    secret: true,
    twinOf: 'CAMUNDA_CLIENT_SECRET',
  }),
  CAMUNDA_BASIC_AUTH_USERNAME: setting(exactTextValue('a user name'), {
    summary: 'BASIC: the user name; kept to the letter.',
    aliases: ['CAMUNDA_CLIENT_AUTH_USERNAME', 'CAMUNDA_USERNAME'],
  }),
  CAMUNDA_BASIC_AUTH_PASSWORD: setting(secretValue('a password'), {
    summary: 'BASIC: the password; kept to the letter.',
    secret: true,
    aliases: ['CAMUNDA_CLIENT_AUTH_PASSWORD', 'CAMUNDA_PASSWORD'],
  }),
  CAMUNDA_BEARER_TOKEN: setting(secretValue('an access token'), {
    summary: 'BEARER: an access token that something else keeps fresh.',
    secret: true,
    aliases: ['CAMUNDA_OAUTH_TOKEN'],
  }),
  CAMUNDA_COOKIE: setting(secretValue('the value of a Cookie header'), {
    summary: 'COOKIE: the `Cookie` header to send, for a session that exists already.',
    secret: true,
  }),
  CAMUNDA_COOKIE_AUTH_URL: setting(urlValue(), {
    summary: 'COOKIE: where to log in for a session cookie.',
    defaultNote: '`/login` beside the `/v2` of the REST address',
  }),
  CAMUNDA_COOKIE_AUTH_USERNAME: setting(exactTextValue('a user name'), {
    summary: 'COOKIE: the user name to log in with.',
  }),
  CAMUNDA_COOKIE_AUTH_PASSWORD: setting(secretValue('a password'), {
    summary: 'COOKIE: the password to log in with.',
    secret: true,
  }),
  CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP: settingWithDefault(booleanValue(), false, {
    summary:
      'Lets credentials go over plain `http:` to hosts other than this machine, where anybody on the way can read them.',
  }),
};
