import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors/validation-error.ts';
import { parseProxy, routeTo } from './proxy-route.ts';

const proxy = parseProxy('http://proxy:3128', 'proxy');

function isDirect(url: string, ...exceptions: string[]): boolean {
  return routeTo(new URL(url), { http: proxy, https: proxy, exceptions }) === undefined;
}

describe('routeTo', () => {
  it.each([
    ['https://example.com', 'example.com', true],
    ['https://a.example.com', 'example.com', true],
    ['https://a.example.com', '.example.com', true],
    ['https://a.example.com', '*.example.com', true],
    ['https://example.com.evil.org', 'example.com', false],
    ['https://notexample.com', 'example.com', false],
    ['https://EXAMPLE.com', 'Example.COM', true],
    ['https://example.com', 'example.com:443', true],
    ['https://example.com:8443', 'example.com:443', false],
    ['http://example.com', 'example.com:80', true],
    ['https://example.com', '*', true],
    ['https://example.com', '', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://192.168.7.9', '192.168.7.8/31', true],
    ['http://192.168.7.10', '192.168.7.8/31', false],
    ['http://1.2.3.4', '0.0.0.0/0', true],
    ['http://host', '10.0.0.0/8', false],
    ['http://[fd00::5]', 'fd00::/8', true],
    ['http://[fe80::5]:8080', 'fd00::/8', false],
    ['http://10.1.2.3', 'fd00::/8', false],
    ['http://10.1.2.3', '10.0.0.0/33', false],
    ['http://10.1.2.3', '10.0.0.0/', false],
    ['http://10.1.2.3', '/8', false],
    ['http://[::1]:8080', '[::1]', true],
    ['http://[::1]:8080', '::1', true],
    ['http://[::1]:8080', '[::1]:9090', false],
  ])('%s with the exception %j: direct is %s', (url, exception, direct) => {
    expect(isDirect(url, 'other.org', exception)).toBe(direct);
  });

  it('takes the proxy of the scheme', () => {
    const settings = { http: undefined, https: proxy, exceptions: [] };
    expect(routeTo(new URL('http://a'), settings)).toBeUndefined();
    expect(routeTo(new URL('https://a'), settings)).toBe(proxy);
  });
});

describe('parseProxy', () => {
  it('keeps user and password apart from the address, and out of sight', () => {
    const route = parseProxy('http://jane:p%40ss@proxy:3128/', 'proxy');
    expect(route.uri).toBe('http://proxy:3128');
    expect(route.token?.reveal()).toBe(`Basic ${Buffer.from('jane:p@ss').toString('base64')}`);
    expect(JSON.stringify(route)).not.toContain('p@ss');
    expect(parseProxy('proxy:3128', 'proxy').uri).toBe('http://proxy:3128');
  });

  it('refuses a password that cannot be decoded, without showing it', () => {
    const parse = () => parseProxy('http://jane:p%zz@host', 'HTTPS_PROXY');
    expect(parse).toThrow(/^HTTPS_PROXY has a user or password with a %/);
    expect(parse).not.toThrow('p%zz');
  });

  it('refuses what is no proxy, without showing it', () => {
    for (const value of ['socks5://host', 'ftp://jane:hidden@host', 'http://', '']) {
      expect(() => parseProxy(value, 'CAMUNDA_HTTPS_PROXY')).toThrow(ValidationError);
      expect(() => parseProxy(value, 'CAMUNDA_HTTPS_PROXY')).toThrow(
        /^CAMUNDA_HTTPS_PROXY has to be[^h]* the http/,
      );
    }
  });
});
