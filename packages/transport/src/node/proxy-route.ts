import { BlockList, isIP } from 'node:net';
import { Secret } from '@camunda/core';
import { ValidationError } from '../errors/validation-error.ts';

/** A proxy, with what it asks for. */
export interface ProxyRoute {
  /** Its address, without user and password. */
  readonly uri: string;
  /** The value of `Proxy-Authorization`. */
  readonly token: Secret | undefined;
}

/** Which proxies there are. */
export interface ProxySettings {
  /** The proxy of `http:` addresses. */
  readonly http: ProxyRoute | undefined;
  /** The proxy of `https:` addresses. */
  readonly https: ProxyRoute | undefined;
  /** Hosts that are reached without one: `example.com` and what ends in `.example.com`, `host:8080`, `10.0.0.0/8`, `*`. */
  readonly exceptions: readonly string[];
}

/**
 * Reads a proxy's address.
 *
 * @param parameter the option or setting it came from, for the error
 * @throws {ValidationError} it is no http or https address; the message does not show it, for it may hold a password
 */
export function parseProxy(value: string | URL, parameter: string): ProxyRoute {
  const text = String(value);
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ValidationError(`${parameter} has to be the http:// or https:// address of a proxy`, {
      operationId: 'createTransport',
      parameter,
    });
  }
  const token = url.username === '' ? undefined : new Secret(`Basic ${encodeCredentials(url, parameter)}`);
  return { uri: url.origin, token };
}

function encodeCredentials(url: URL, parameter: string): string {
  try {
    const text = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return Buffer.from(text, 'utf8').toString('base64');
  } catch {
    // The error of the runtime is left out: it may show the password.
    throw new ValidationError(
      `${parameter} has a user or password with a % that begins no code: write % as %25`,
      {
        operationId: 'createTransport',
        parameter,
      },
    );
  }
}

/** The proxy that leads to `url`; `undefined` for the direct way. */
export function routeTo(url: URL, settings: ProxySettings): ProxyRoute | undefined {
  const route = url.protocol === 'https:' ? settings.https : settings.http;
  return route === undefined || isException(url, settings.exceptions) ? undefined : route;
}

function isException(url: URL, exceptions: readonly string[]): boolean {
  const host = bare(url.hostname);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return exceptions.some((entry) => {
    const text = entry.trim().toLowerCase();
    if (text === '') return false;
    if (text === '*') return true;
    const [, pattern = '', wantedPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(text) ?? [];
    if (wantedPort !== undefined && wantedPort !== port) return false;
    return matchesHost(host, bare(pattern));
  });
}

function matchesHost(host: string, pattern: string): boolean {
  if (pattern.includes('/')) return isInNetwork(host, pattern);
  const suffix = pattern.replace(/^\*?\.?/, '');
  return host === suffix || host.endsWith(`.${suffix}`);
}

function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

function isInNetwork(host: string, pattern: string): boolean {
  const [network = '', bits = ''] = pattern.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const name = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(bits), name);
  return list.check(host, name);
}
