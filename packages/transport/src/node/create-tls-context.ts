import { X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, rootCertificates, type SecureContext } from 'node:tls';
import { Secret } from '@camunda/core';
import { aBoolean, aText, checkMembers, type Expectation, either } from '../expectation.ts';
import type { TransportConfiguration } from '../transport-configuration.ts';
import { type Material, material, type Pfx, readPfx, refuse } from './tls-material.ts';
import type { TlsOptions } from './tls-options.ts';

/**
 * Reads certificates and key, checks that they belong together, and makes what connections use. There is no falling back: what cannot be
 * used is an error here, before the first connection.
 *
 * @returns `undefined` when neither options nor configuration say anything about certificates
 * @throws {ValidationError} a file cannot be read, a text is no certificate or key, the key is for another certificate, or half is missing
 */
export function createTlsContext(
  options: TlsOptions | undefined,
  configuration: TransportConfiguration = {},
): SecureContext | undefined {
  // A name that is misspelt would leave a certificate out.
  if (options !== undefined)
    checkMembers(options, EXPECTED, { operationId: 'createTransport', prefix: 'tls.' });
  const names = options === undefined ? SETTING_NAMES : OPTION_NAMES;
  const tls = options ?? fromConfiguration(configuration);
  const ca = material(join(tls.ca), tls.caPath, names.ca, names.caPath);
  const cert = material(tls.cert, tls.certPath, names.cert, names.certPath);
  const key = material(reveal(tls.key), tls.keyPath, names.key, names.keyPath);
  const pfx = readPfx(tls);
  const passphrase = reveal(tls.passphrase);
  if (ca === undefined && cert === undefined && key === undefined && pfx === undefined) {
    if (passphrase !== undefined) throw refuse(names.passphrase, 'is given, but no key');
    return undefined;
  }
  const beside = cert ?? key;
  if (pfx !== undefined && beside !== undefined)
    throw refuse(pfx.from, `holds certificate and key: leave out ${beside.from}`);
  if (cert !== undefined && key === undefined)
    throw refuse(cert.from, `is given, but no key (${names.key} or ${names.keyPath})`);
  if (key !== undefined && cert === undefined)
    throw refuse(key.from, `is given, but no certificate (${names.cert} or ${names.certPath})`);
  if (ca !== undefined) checkCertificates(ca);
  if (cert !== undefined) checkCertificates(cert);
  return buildContext({ ca, cert, key, pfx, passphrase, replace: tls.replaceSystemCa === true });
}

const aTextOrSecret = either(aText, ['a Secret', (value) => Secret.isSecret(value)]);

const EXPECTED: { readonly [Name in keyof Required<TlsOptions>]: Expectation } = {
  ca: either(aText, ['a list of texts', (value) => Array.isArray(value) && value.every(aText[1])]),
  caPath: aText,
  replaceSystemCa: aBoolean,
  cert: aText,
  certPath: aText,
  key: aTextOrSecret,
  keyPath: aText,
  pfx: ['bytes', (value) => value instanceof Uint8Array],
  pfxPath: aText,
  passphrase: aTextOrSecret,
};

const OPTION_NAMES = {
  ca: 'tls.ca',
  caPath: 'tls.caPath',
  cert: 'tls.cert',
  certPath: 'tls.certPath',
  key: 'tls.key',
  keyPath: 'tls.keyPath',
  passphrase: 'tls.passphrase',
} as const;

const SETTING_NAMES = {
  ca: 'CAMUNDA_MTLS_CA',
  caPath: 'CAMUNDA_MTLS_CA_PATH',
  cert: 'CAMUNDA_MTLS_CERT',
  certPath: 'CAMUNDA_MTLS_CERT_PATH',
  key: 'CAMUNDA_MTLS_KEY',
  keyPath: 'CAMUNDA_MTLS_KEY_PATH',
  passphrase: 'CAMUNDA_MTLS_KEY_PASSPHRASE',
} as const;

function fromConfiguration(configuration: TransportConfiguration): TlsOptions {
  return {
    ca: configuration.CAMUNDA_MTLS_CA,
    caPath: configuration.CAMUNDA_MTLS_CA_PATH,
    cert: configuration.CAMUNDA_MTLS_CERT,
    certPath: configuration.CAMUNDA_MTLS_CERT_PATH,
    key: configuration.CAMUNDA_MTLS_KEY,
    keyPath: configuration.CAMUNDA_MTLS_KEY_PATH,
    passphrase: configuration.CAMUNDA_MTLS_KEY_PASSPHRASE,
  };
}

function join(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join('\n') : value;
}

function reveal(value: string | Secret | undefined): string | undefined {
  return Secret.isSecret(value) ? value.reveal() : value;
}

function checkCertificates({ text, from }: Material): void {
  const blocks = text.match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g,
  );
  if (blocks === null) throw refuse(from, 'holds no certificate in PEM form');
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch (cause) {
      throw refuse(from, 'holds a certificate that cannot be read', cause);
    }
  }
}

interface ContextParts {
  readonly ca: Material | undefined;
  readonly cert: Material | undefined;
  readonly key: Material | undefined;
  readonly pfx: Pfx | undefined;
  readonly passphrase: string | undefined;
  readonly replace: boolean;
}

function buildContext({ ca, cert, key, pfx, passphrase, replace }: ContextParts): SecureContext {
  const trusted = ca === undefined ? undefined : [...(replace ? [] : systemCertificates()), ca.text];
  try {
    return createSecureContext({
      ...(trusted === undefined ? undefined : { ca: trusted }),
      ...(cert === undefined ? undefined : { cert: cert.text }),
      ...(key === undefined ? undefined : { key: key.text }),
      ...(pfx === undefined ? undefined : { pfx: Buffer.from(pfx.bytes) }),
      ...(passphrase === undefined ? undefined : { passphrase }),
    });
  } catch (cause) {
    throw refuse((pfx ?? key ?? cert)?.from ?? 'tls', reasonOf(cause, cert, pfx), cause);
  }
}

function reasonOf(cause: unknown, cert: Material | undefined, pfx: Pfx | undefined): string {
  const message = cause instanceof Error ? cause.message : '';
  if (/key values mismatch|key type mismatch/i.test(message))
    return `does not match the certificate of ${cert?.from}`;
  if (
    /bad decrypt|passphrase|password|interrupted or cancelled|bad password read|mac verify failure/i.test(
      message,
    )
  ) {
    return 'cannot be decrypted: the passphrase is wrong or missing';
  }
  if (pfx !== undefined && /unsupported/i.test(message))
    return 'is encrypted in an old way that cannot be read any more: export it anew, with AES';
  if (pfx !== undefined) return 'holds no certificate with its key in PKCS#12 form that can be used here';
  return 'cannot be used with the certificate';
}

/** What Node trusts without being told. */
function systemCertificates(): readonly string[] {
  return typeof getCACertificates === 'function' ? getCACertificates('default') : rootCertificates;
}
