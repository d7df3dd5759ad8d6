import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The path of a program, or `undefined`. Debian keeps servers where only root's PATH looks. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** What is missing of the programs, or `undefined`; prints one line when something is. */
export function missingPrograms(...names: string[]): string | undefined {
  const missing = names.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) return undefined;
  const reason = `not on this machine: ${missing.join(', ')} (apt-get install -y nginx-light tinyproxy squid openssl)`;
  console.warn(`skipped: tests with real parts: ${reason}`);
  return reason;
}

/** Certificates of a small authority, as files. */
export interface Certificates {
  readonly folder: string;
  readonly ca: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly clientCert: string;
  readonly clientKey: string;
  /** The client's key, encrypted with the passphrase `open sesame`. */
  readonly clientKeyEncrypted: string;
  /** Certificate and key of the client in PKCS#12 form, encrypted with the passphrase `open sesame`. */
  readonly clientPfx: string;
  /** Makes the same, encrypted in the way of old Windows. @throws where openssl has no legacy provider */
  readonly makeOldPfx: () => string;
  /** The key of another certificate. */
  readonly otherKey: string;
  remove(): void;
}

/** Makes an authority with a server's and a client's certificate. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'camunda-tls-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (...parameters: string[]): void => {
    execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' });
  };
  const key = (name: string): void =>
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
  key('ca');
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'ca.key',
    '-days',
    '30',
    '-subj',
    '/CN=Test Authority',
    '-out',
    'ca.pem',
  );
  const issue = (name: string, usage: string): void => {
    key(name);
    openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    writeFileSync(
      path(`${name}.ext`),
      `subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=${usage}\n`,
    );
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '30', '-extfile', `${name}.ext`, '-out', `${name}.pem`],
    );
  };
  issue('server', 'serverAuth');
  issue('client', 'clientAuth');
  key('other');
  openssl('pkcs8', '-topk8', '-in', 'client.key', '-out', 'client.enc.key', '-passout', 'pass:open sesame');
  const pair = ['-in', 'client.pem', '-inkey', 'client.key'];
  openssl('pkcs12', '-export', ...pair, '-out', 'client.pfx', '-passout', 'pass:open sesame');
  return {
    folder,
    ca: path('ca.pem'),
    serverCert: path('server.pem'),
    serverKey: path('server.key'),
    clientCert: path('client.pem'),
    clientKey: path('client.key'),
    clientKeyEncrypted: path('client.enc.key'),
    clientPfx: path('client.pfx'),
    makeOldPfx: () => {
      openssl('pkcs12', '-export', '-legacy', ...pair, '-out', 'old.pfx', '-passout', 'pass:open sesame');
      return path('old.pfx');
    },
    otherKey: path('other.key'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A started program. */
export interface RunningProgram {
  readonly port: number;
  /** What its log says so far. */
  log(): string;
  close(): Promise<void>;
}

/** nginx that speaks TLS and hands requests on to `upstreamPort`; with `verifyClient`, only for clients with a certificate. */
export async function startNginx(options: {
  readonly certificates: Certificates;
  readonly upstreamPort: number;
  readonly verifyClient: boolean;
}): Promise<RunningProgram> {
  const { certificates, upstreamPort, verifyClient } = options;
  const folder = mkdtempSync(join(tmpdir(), 'camunda-nginx-'));
  const port = await freePort();
  const configuration = `
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/log warn;
    events { worker_connections 128; }
    http {
      access_log ${folder}/log;
      client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
      uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
      server {
        listen 127.0.0.1:${port} ssl;
        ssl_certificate ${certificates.serverCert}; ssl_certificate_key ${certificates.serverKey};
        ssl_client_certificate ${certificates.ca}; ssl_verify_client ${verifyClient ? 'on' : 'off'};
        location / { proxy_pass http://127.0.0.1:${upstreamPort}; proxy_set_header X-Client $ssl_client_s_dn; }
      }
    }`;
  writeFileSync(join(folder, 'nginx.conf'), configuration);
  const child = spawn(findProgram('nginx') ?? 'nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], {
    stdio: 'pipe',
  });
  return running(child, port, folder);
}

/** tinyproxy, which opens tunnels to any port; with `credentials` (`user:password`), only for those who know them. */
export async function startTinyproxy(
  options: { readonly credentials?: string } = {},
): Promise<RunningProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'camunda-proxy-'));
  const port = await freePort();
  const basicAuth =
    options.credentials === undefined ? '' : `BasicAuth ${options.credentials.replace(':', ' ')}\n`;
  writeFileSync(
    join(folder, 'conf'),
    `Port ${port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 50\nAllow 127.0.0.1\n${basicAuth}LogFile "${folder}/log"\nLogLevel Connect\n`,
  );
  const child = spawn(findProgram('tinyproxy') ?? 'tinyproxy', ['-d', '-c', join(folder, 'conf')], {
    stdio: 'pipe',
  });
  return running(child, port, folder);
}

/** squid, which opens tunnels to any port but `deniedPort`. */
export async function startSquid(deniedPort: number): Promise<RunningProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'camunda-squid-'));
  // squid gives up root's rights, and has to write here nevertheless.
  chmodSync(folder, 0o777);
  const port = await freePort();
  writeFileSync(
    join(folder, 'conf'),
    `http_port 127.0.0.1:${port}\nacl denied port ${deniedPort}\nhttp_access deny denied\nhttp_access allow all\npid_filename ${folder}/pid\ncache_log ${folder}/cache\naccess_log stdio:${folder}/log\ncache deny all\ncoredump_dir ${folder}\nmax_filedescriptors 1024\n`,
  );
  const child = spawn(findProgram('squid') ?? 'squid', ['-N', '-f', join(folder, 'conf')], { stdio: 'pipe' });
  return running(child, port, folder);
}

async function running(child: ChildProcess, port: number, folder: string): Promise<RunningProgram> {
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const log = (): string => {
    const path = join(folder, 'log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const failed = ended.then(() => Promise.reject(new Error(`The program ended: ${said.join('')}${log()}`)));
  await Promise.race([untilListening(port), failed]);
  failed.catch(() => undefined);
  return { port, log, close };
}

/** Resolves as soon as something accepts connections on the port. */
async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => setTimeout(() => resolve(false), 20));
    });
    if (open) return;
  }
  throw new Error(`Nothing listens on port ${port}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
