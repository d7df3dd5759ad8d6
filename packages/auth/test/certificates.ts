import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and its certificate, in PEM. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority of this test run, a server for 127.0.0.1, a client, and a client of another authority. */
export interface Certificates {
  readonly ca: string;
  readonly server: KeyAndCertificate;
  readonly client: KeyAndCertificate;
  readonly stranger: KeyAndCertificate;
}

/** Makes fresh certificates with the `openssl` command. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'camunda-auth-ca-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (...values: string[]): void => {
    execFileSync('openssl', values, { cwd: folder, stdio: 'ignore' });
  };
  const selfSigned = (name: string): void => {
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`); // biome-ignore format: a command line
  };
  const signed = (name: string, authority: string): void => {
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`,
      '-keyout', `${name}.key`, '-out', `${name}.csr`); // biome-ignore format: a command line
    writeFileSync(path('extensions'), 'subjectAltName=IP:127.0.0.1');
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${authority}.pem`, '-CAkey', `${authority}.key`,
      '-CAcreateserial', '-days', '2', '-extfile', 'extensions', '-out', `${name}.pem`); // biome-ignore format: a command line
  };
  const read = (name: string): KeyAndCertificate => ({
    key: readFileSync(path(`${name}.key`), 'utf8'),
    cert: readFileSync(path(`${name}.pem`), 'utf8'),
  });
  try {
    selfSigned('authority');
    selfSigned('other-authority');
    signed('server', 'authority');
    signed('client', 'authority');
    signed('stranger', 'other-authority');
    return {
      ca: read('authority').cert,
      server: read('server'),
      client: read('client'),
      stranger: read('stranger'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
