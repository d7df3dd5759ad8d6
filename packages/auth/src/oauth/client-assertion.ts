import { modifyAssertion, PrivateKeyJwt } from 'oauth4webapi';
import { certificateThumbprints } from './certificate-thumbprints.ts';
import type { PrivateKeyJwtAuthentication } from './client-authentication.ts';
import type { ClockOffset } from './clock-offset.ts';
import { importPrivateKey } from './import-private-key.ts';

/**
 * Signs assertions that are dated by the identity provider's clock, as far as it is known.
 *
 * @see RFC 7523
 */
export async function clientAssertion(
  options: PrivateKeyJwtAuthentication,
  offset: ClockOffset,
): Promise<ReturnType<typeof PrivateKeyJwt>> {
  const { privateKey, keyId, certificate, assertionAudience, assertionLifetimeSeconds = 60 } = options;
  const key =
    typeof privateKey === 'string' ? await importPrivateKey(privateKey, options.algorithm) : privateKey;
  const thumbprints = certificate === undefined ? {} : await certificateThumbprints(certificate);
  return PrivateKeyJwt(keyId === undefined ? key : { key, kid: keyId }, {
    [modifyAssertion]: (header, payload) => {
      const nowSeconds = Math.floor(offset.serverNow() / 1000);
      Object.assign(header, thumbprints);
      Object.assign(payload, {
        iat: nowSeconds,
        nbf: nowSeconds,
        exp: nowSeconds + assertionLifetimeSeconds,
      });
      if (assertionAudience !== undefined) payload.aud = assertionAudience;
    },
  });
}
