import { describe, expect, it } from 'vitest';
import { createTransport, ValidationError } from './index-node.ts';

describe('options that cannot be used', () => {
  it.each([
    [{ baseURL: 'http://cluster' }, /^baseURL is no option; there are baseUrl, /],
    [{ timeoutMs: '5' }, /^timeoutMs has to be a number, not a string/],
    [{ retry: 5 }, /^retry has to be an object or false, not a number/],
    [{ retry: { maxAttempts: '3' } }, /^retry.maxAttempts has to be a number, not a string/],
    [{ retry: { maxAtempts: 3 } }, /^retry.maxAtempts is no option; there are maxAttempts, /],
    [{ backpressure: { initialmax: 3 } }, /^backpressure.initialmax is no option; there are profile, /],
    [{ backpressure: { floor: '1' } }, /^backpressure.floor has to be a number, not a string/],
    [{ tls: { certPth: 'x' } }, /^tls.certPth is no option; there are ca, caPath, /],
    [{ tls: { ca: 5 } }, /^tls.ca has to be a text or a list of texts, not a number/],
    [{ tls: { key: {} } }, /^tls.key has to be a text or a Secret, not an object/],
    [{ policies: () => undefined }, /^policies has to give a list/],
    [{ bigints: 'big' }, /^bigints has to be one of bigint, string, number, error/],
    [{ authProvider: { token: 'hidden' } }, /^authProvider has to be an object with the method getHeaders/],
    [{ policies: [] }, /^policies has to be a function, not an object/],
    [{ policies: () => 5 }, /^policies has to give a list/],
    [{ policies: () => [{}] }, /^policies has to give a list/],
    [{ fetch: 5 }, /^fetch has to be a function/],
    [{ ky: {} }, /^ky has to be an object with the method extend/],
    [{ direct: 'some' }, /^direct has to be one of hot, all, none/],
    [{ noProxy: 5 }, /^noProxy has to be a text or a list of texts/],
    [
      { connections: { maxConections: 5 } },
      /^connections.maxConections is no option; there are maxConnections, /,
    ],
    [{ connections: { maxConnections: '5' } }, /^connections.maxConnections has to be more than 0/],
    [{ signal: null }, /^signal is no option/],
    [{ userAgent: null }, /^userAgent has to be a text, not null/],
  ])('%j', (options, message) => {
    expect(() => createTransport(options as object)).toThrow(message);
    expect(() => createTransport(options as object)).toThrow(ValidationError);
  });

  it('do not show what they hold', () => {
    expect(() => createTransport({ authProvider: { token: 'hidden' } } as object)).not.toThrow('hidden');
  });
});
