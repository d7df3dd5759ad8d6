import { describe, expect, it } from 'vitest';
import { describeNetworkFault } from './describe-network-fault.ts';

const target = { address: 'https://host:8443', setting: 'CAMUNDA_REST_ADDRESS' };
const withCode = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

describe('a proxy that is not there', () => {
  it('is named instead of the cluster', () => {
    const target = { address: 'https://c:8443', setting: 'CAMUNDA_REST_ADDRESS' };
    const refusal = (port: number) =>
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address: '10.0.0.1', port });
    const byProxy = describeNetworkFault(new TypeError('fetch failed', { cause: refusal(3128) }), target);
    expect(byProxy.hint).toContain('Nothing listens at 10.0.0.1:3128 on the way to https://c:8443');
    const byCluster = describeNetworkFault(new AggregateError([refusal(8443)]), target);
    expect(byCluster.hint).toContain('Nothing listens at https://c:8443 (set by CAMUNDA_REST_ADDRESS)');
  });
});

describe('a client certificate that is refused', () => {
  it.each(['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'])('%s', (code) => {
    const target = { address: 'https://c:8443', setting: undefined };
    const fault = describeNetworkFault(Object.assign(new Error('alert'), { code }), target);
    expect(fault).toMatchObject({ isRetryable: false, beforeSending: true });
    expect(fault.hint).toContain('CAMUNDA_MTLS_CERT_PATH');
  });
});

describe('what Deno says', () => {
  const target = { address: 'https://c:8443', setting: undefined };
  it.each([
    ['client error (Connect): dns error: failed to lookup address information', 'ENOTFOUND', true],
    ['client error (Connect): tcp connect error: Connection refused (os error 111)', 'ECONNREFUSED', true],
    [
      'client error (Connect): invalid peer certificate: UnknownIssuer',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      true,
    ],
    ['client error (Connect): invalid peer certificate: Expired', 'CERT_HAS_EXPIRED', true],
    ['client error (SendRequest): connection closed before message completed', undefined, false],
  ])('%s', (message, systemCode, beforeSending) => {
    const cause = new Error(`error sending request for url (https://c:8443/): ${message}`);
    const fault = describeNetworkFault(new TypeError('fetch failed', { cause }), target);
    expect(fault).toMatchObject({ systemCode, beforeSending });
  });
});

describe('describeNetworkFault', () => {
  it.each([
    ['ECONNREFUSED', 'connection refused', true, true],
    ['ENOTFOUND', 'unknown host', true, true],
    ['EAI_AGAIN', 'no answer from DNS', true, true],
    ['EHOSTUNREACH', 'no route to the host', true, true],
    ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time', true, true],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted certificate', false, true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted certificate', false, true],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted certificate', false, true],
    ['CERT_HAS_EXPIRED', 'expired certificate', false, true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate for another host', false, true],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'no TLS spoken there', true, true],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client certificate asked for', false, true],
    ['UND_ERR_HEADERS_TIMEOUT', 'answer too slow', true, false],
    ['HPE_INVALID_CONSTANT', 'the answer is not HTTP', true, false],
    ['ECONNRESET', 'the connection broke', true, false],
    ['UND_ERR_SOCKET', 'the connection broke', true, false],
  ])('knows %s', (code, summary, isRetryable, beforeSending) => {
    const fault = describeNetworkFault(withCode(code), target);
    expect(fault).toMatchObject({
      summary: `${summary} (${code})`,
      systemCode: code,
      isRetryable,
      beforeSending,
    });
    expect(fault.hint).toContain('https://host:8443 (set by CAMUNDA_REST_ADDRESS)');
  });

  it('knows the ports that addresses do not name, and what a server may ask for', () => {
    const address = { address: 'https://cluster.example', setting: undefined };
    const refused = (port: number) => Object.assign(new Error('connect'), { code: 'ECONNREFUSED', port });
    expect(describeNetworkFault(refused(443), address).summary).toBe('connection refused (ECONNREFUSED)');
    expect(describeNetworkFault(refused(3128), address).summary).toContain('refused by the proxy');
    expect(describeNetworkFault(withCode('ECONNRESET'), address).hint).toContain('client certificate');
  });

  it('knows a proxy that refuses', () => {
    const error = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
    expect(describeNetworkFault(error, target)).toMatchObject({
      summary: 'the proxy refused',
      beforeSending: true,
    });
  });

  it('has words for what it does not know', () => {
    expect(describeNetworkFault('?', { address: 'http://a', setting: undefined })).toMatchObject({
      summary: 'the connection broke',
      systemCode: undefined,
      hint: expect.stringContaining('http://a was lost'),
    });
  });
});
