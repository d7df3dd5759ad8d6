import { base64url, pemBytes } from './pem.ts';

/** The digests of a certificate as the header members of a signed assertion name it. @see RFC 7515 section 4.1.7 and 4.1.8 */
export async function certificateThumbprints(pem: string): Promise<{ x5t: string; 'x5t#S256': string }> {
  const bytes = pemBytes(pem, 'CERTIFICATE', 'clientAuthentication.certificate');
  const [sha1, sha256] = await Promise.all([
    crypto.subtle.digest('SHA-1', bytes),
    crypto.subtle.digest('SHA-256', bytes),
  ]);
  return { x5t: base64url(sha1), 'x5t#S256': base64url(sha256) };
}
