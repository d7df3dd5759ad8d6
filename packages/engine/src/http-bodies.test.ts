import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { oneTask } from '../test/bpmn.ts';
import { RawConnection } from '../test/raw-connection.ts';
import { TestEngine } from '../test/test-engine.ts';
import { startEngine } from './start-engine.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const HEAD_LINES = ['POST /v2/jobs/activation HTTP/1.1', 'host: engine', 'content-type: application/json'];
const activation = { type: 'a', timeout: 1, maxJobsToActivate: 1, requestTimeout: -1 };

async function listening(maxRequestBytes = 1000) {
  const engine = await startEngine({ port: 0, maxRequestBytes });
  onTestFinished(() => engine.close());
  return engine;
}

describe('the body of a request', () => {
  it.each([
    ['no JSON', '{"type": ', JSON_TYPE, 400, 'not JSON'],
    ['a list', '[]', JSON_TYPE, 400, 'JSON object'],
    ['null', 'null', JSON_TYPE, 400, 'JSON object'],
    ['too deep', `{"variables":{"a":${'['.repeat(3000)}`, JSON_TYPE, 400, 'deeper than 1000'],
    ['text', '{}', { 'content-type': 'text/plain' }, 415, 'text/plain'],
    ['a form', 'type=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'urlencoded'],
    ['too large', `{"type":"${'a'.repeat(5000)}"}`, JSON_TYPE, 413, '4000 bytes'],
  ])('that is %s is refused in one sentence', async (_what, body, headers, status, text) => {
    const engine = new TestEngine({ maxRequestBytes: 4000 });
    const answer = await engine.call('POST', '/jobs/activation', body, { headers });
    expect(answer.body).toMatchObject({ status, instance: '/v2/jobs/activation' });
    expect(answer.body.detail).toContain(text);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/vnd.camunda+json',
  ])('may be %s', async (type) => {
    const engine = new TestEngine();
    const answer = await engine.call('POST', '/jobs/activation', activation, {
      headers: { 'content-type': type },
    });
    expect(answer).toEqual({ status: 200, body: { jobs: [] } });
  });

  it('of a deployment must be multipart', async () => {
    const engine = new TestEngine();
    expect(await engine.call('POST', '/deployments', {})).toMatchObject({ status: 415 });
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await engine.call('POST', '/deployments', 'broken', { headers })).toMatchObject({ status: 400 });
  });

  it('that is not UTF-8 is refused', async () => {
    const { address } = await listening();
    const body = new Uint8Array([0x22, 0xff, 0x22]);
    const response = await fetch(`${address}/jobs/activation`, { method: 'POST', body, headers: JSON_TYPE });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('not UTF-8');
  });

  it('may be gzip, and may not unfold beyond the limit', async () => {
    const { address } = await listening();
    const post = (body: Uint8Array, encoding = 'gzip') =>
      fetch(`${address}/jobs/activation`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { ...JSON_TYPE, 'content-encoding': encoding },
      });
    expect((await post(gzipSync(JSON.stringify(activation)))).status).toBe(200);
    expect((await post(gzipSync(' '.repeat(100_000)))).status).toBe(413);
    expect((await post(new TextEncoder().encode('{}'))).status).toBe(400);
    expect((await post(gzipSync('{}'), 'br')).status).toBe(415);
    const part = 'content-disposition: form-data; name="resources"; filename="a.txt"';
    const form = `--x\r\n${part}\r\n\r\n${' '.repeat(100_000)}\r\n--x--\r\n`;
    const deployment = await fetch(`${address}/deployments`, {
      method: 'POST',
      body: new Uint8Array(gzipSync(form)),
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-encoding': 'gzip' },
    });
    expect(deployment.status).toBe(413);
  });

  it('is not kept when it is larger than the limit, and the client gets to know', async () => {
    const { address } = await listening();
    const large = new RawConnection(address);
    large.send([...HEAD_LINES, 'content-length: 10000'], 'x'.repeat(10_000));
    expect(await large.response()).toMatchObject({ status: 413 });
    await large.closed();

    const endless = new RawConnection(address);
    endless.send([...HEAD_LINES, 'transfer-encoding: chunked']);
    const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
    for (let sent = 0; sent < 10; sent++) {
      endless.socket.write(chunk);
    }
    expect(await endless.response()).toMatchObject({ status: 413 });
    await endless.closed();
  });

  it('is asked for, or refused unread, when the client expects a 100', async () => {
    const { address } = await listening();
    const expecting = (path: string, length: number) => {
      const connection = new RawConnection(address);
      const [, ...lines] = HEAD_LINES;
      connection.send([
        `POST ${path} HTTP/1.1`,
        ...lines,
        `content-length: ${length}`,
        'expect: 100-continue',
      ]);
      return connection;
    };
    const body = JSON.stringify(activation);
    const welcome = expecting('/v2/jobs/activation', body.length);
    expect(await welcome.response()).toMatchObject({ status: 100 });
    welcome.socket.write(body);
    expect(await welcome.response()).toMatchObject({ status: 200, body: '{"jobs":[]}' });

    expect(await expecting('/v2/jobs/activation', 5000).response()).toMatchObject({ status: 413 });
    expect(await expecting('/v2/nowhere', 10).response()).toMatchObject({ status: 404 });
  });

  it('of several requests on one connection are kept apart, whatever upgrade is offered', async () => {
    const engine = await listening(1_000_000);
    await engine.deploy({ name: 'one.bpmn', content: oneTask() });
    const connection = new RawConnection(engine.address);
    const body = JSON.stringify(activation);
    const upgrades = [
      ['connection: Upgrade', 'upgrade: TLS/1.2'],
      ['connection: Upgrade, HTTP2-Settings', 'upgrade: h2c', 'http2-settings: AAMAAABkAAQAAP__'],
      [],
    ];
    for (const lines of upgrades) {
      connection.send([...HEAD_LINES, ...lines, `content-length: ${body.length}`], body);
      expect(await connection.response()).toMatchObject({ status: 200, body: '{"jobs":[]}' });
    }
    connection.send(['POST /v2/nowhere HTTP/1.1', 'host: engine', 'content-length: 3'], 'abc');
    expect(await connection.response()).toMatchObject({ status: 404 });
    connection.send(['GET /v2/topology HTTP/1.1', 'host: engine']);
    expect(await connection.response()).toMatchObject({ status: 200 });
  });
});
