import { AuthError } from './auth-error.ts';

/** How {@link assertSecureAddress} decides. */
export interface SecureAddressOptions {
  /** Lets credentials travel in clear text to other machines: for closed networks only. @default false */
  readonly dangerouslySendCredentialsOverHttp?: boolean | undefined;
  /** What the address is called in the error's message. @default 'The address' */
  readonly name?: string | undefined;
}

const LOOPBACK = /^(localhost|([^.]+\.)*localhost\.?|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks that credentials may travel to `address`: over `https:`, or over `http:` to this same machine.
 *
 * @throws AuthError `AUTH_INSECURE_HTTP`
 * @see RFC 6750 section 5.3: bearer tokens go over TLS only
 */
export function assertSecureAddress(address: string | URL, options: SecureAddressOptions = {}): void {
  const url = typeof address === 'string' ? new URL(address) : address;
  if (url.protocol === 'https:' || options.dangerouslySendCredentialsOverHttp === true) return;
  if (url.protocol === 'http:' && LOOPBACK.test(url.hostname)) return;
  throw new AuthError(
    `${options.name ?? 'The address'} is ${url.protocol}//${url.host}, and credentials are not sent there: use https:, or, in a ` +
      'closed network, set dangerouslySendCredentialsOverHttp (CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP).',
    { code: 'AUTH_INSECURE_HTTP', host: url.host },
  );
}
