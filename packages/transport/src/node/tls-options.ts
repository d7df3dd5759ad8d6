import type { Secret } from '@camunda/core';

/** Certificates for connections on Node: each as text or as a file's path. Only in the options, or only in `CAMUNDA_MTLS_*`. */
export interface TlsOptions {
  /** Certificate authorities to trust, in PEM form. @default `CAMUNDA_MTLS_CA`, else none */
  readonly ca?: string | readonly string[] | undefined;
  /** The PEM file of certificate authorities to trust. @default `CAMUNDA_MTLS_CA_PATH`, else none */
  readonly caPath?: string | undefined;
  /** Trusts nobody else: without it, the given authorities come on top of those that Node trusts. @default false */
  readonly replaceSystemCa?: boolean | undefined;
  /** The client certificate with its chain, in PEM form. @default `CAMUNDA_MTLS_CERT`, else none */
  readonly cert?: string | undefined;
  /** The file of the client certificate. @default `CAMUNDA_MTLS_CERT_PATH`, else none */
  readonly certPath?: string | undefined;
  /** The private key of the client certificate, in PEM form. @default `CAMUNDA_MTLS_KEY`, else none */
  readonly key?: string | Secret | undefined;
  /** The file of the private key. @default `CAMUNDA_MTLS_KEY_PATH`, else none */
  readonly keyPath?: string | undefined;
  /** Client certificate and private key together, in PKCS#12 form (`.pfx`, `.p12`), instead of the four above. @default none */
  readonly pfx?: Uint8Array | undefined;
  /** The file of that. @default none */
  readonly pfxPath?: string | undefined;
  /** The passphrase of the private key. @default `CAMUNDA_MTLS_KEY_PASSPHRASE`, else none */
  readonly passphrase?: string | Secret | undefined;
}
