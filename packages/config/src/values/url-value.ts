import { Secret } from '@camunda/core';
import { holdsCredential } from '../hides-secret.ts';
import { INVALID, settingValue } from './setting-value.ts';

function parseHttpUrl(given: unknown): URL | undefined {
  const text = Secret.isSecret(given) ? given.reveal() : given;
  if (typeof text !== 'string' || !/^https?:\/\//i.test(text.trim())) return undefined;
  return URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
}

/** An absolute `http:` or `https:` address without credentials in it, neither before the host nor in the query. */
export const urlValue = () =>
  settingValue<string>('an absolute http: or https: address without credentials in it', (given) => {
    const url = parseHttpUrl(given);
    if (url === undefined || typeof given !== 'string') return INVALID;
    if (url.username !== '' || url.password !== '' || holdsCredential(given)) return INVALID;
    return given.trim();
  });

/**
 * The base address of the REST API: white space and trailing slashes are cut off, and `/v2` is added once.
 * Anything after `?` or `#` is refused, because a path would be appended to it.
 */
export const restAddressValue = () =>
  settingValue<string>(
    'an absolute http: or https: address without user name, password, query and fragment',
    (given) => {
      const url = parseHttpUrl(given);
      if (url === undefined || typeof given !== 'string') return INVALID;
      if (url.username !== '' || url.password !== '' || /[?#]/.test(given)) return INVALID;
      const address = given.trim().replace(/\/+$/, '');
      return /\/v2$/i.test(address) ? address.replace(/\/v2$/i, '/v2') : `${address}/v2`;
    },
  );

/** The address of a proxy. A Secret, because it may carry a user name and a password. */
export const proxyValue = () =>
  settingValue<Secret>(
    'an absolute http: or https: address, with a user name and password if it needs them',
    (given) => {
      if (parseHttpUrl(given) === undefined) return INVALID;
      return Secret.isSecret(given) ? given : new Secret(String(given).trim());
    },
    true,
  );
