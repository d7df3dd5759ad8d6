import { describe, expect, it, onTestFinished } from 'vitest';
import { RawConnection } from '../test/raw-connection.ts';
import { TestEngine } from '../test/test-engine.ts';
import { startEngine } from './start-engine.ts';

const at = (path: string) => `http://engine${path}`;

describe('paths and methods', () => {
  it.each([
    ['GET', '/', 404, 'Not Found'],
    ['GET', '/v2', 404, 'Not Found'],
    ['GET', '/v2/', 404, 'Not Found'],
    ['GET', '/v2/topology/', 404, 'Not Found'],
    ['GET', '/v2//topology', 404, 'Not Found'],
    ['GET', '/V2/topology', 404, 'Not Found'],
    ['GET', '/v2/process-instances/%', 400, 'Bad Request'],
    ['GET', '/v2/process-instances/%FF', 400, 'Bad Request'],
    ['GET', '/v2/process-instances/abc', 400, 'INVALID_ARGUMENT'],
    ['GET', '/v2/process-instances/1%2F2', 400, 'INVALID_ARGUMENT'],
    ['GET', '/v2/process-instances/99999999999999999999999999', 400, 'INVALID_ARGUMENT'],
    ['GET', '/v2/process-instances/%32', 404, 'NOT_FOUND'],
    ['GET', '/v2/process-instances/-1', 404, 'NOT_FOUND'],
    ['DELETE', '/v2/topology', 405, 'Method Not Allowed'],
    ['GET', '/v2/roles/a', 501, 'Not Implemented'],
  ])('%s %s answers %d %s', async (method, path, status, title) => {
    const engine = new TestEngine();
    const response = await engine.fetch(at(path), { method });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'about:blank', status, title, instance: path });
    expect(response.status).toBe(status);
  });

  it.each([
    ['?truncateValues=maybe', 400],
    ['?truncateValues=true&truncateValues=false', 400],
    ['?truncateValues=', 200],
    ['?truncateValues=true&other=%', 200],
    ['?truncateValues=false', 200],
  ])('a search with %s answers %d', async (query, status) => {
    const { engine } = new TestEngine();
    const response = await engine.fetch(at(`/v2/variables/search${query}`), { method: 'POST' });
    expect(response.status).toBe(status);
  });

  it('HEAD is a GET without a body, OPTIONS tells the methods', async () => {
    const { engine } = new TestEngine();
    const head = await engine.fetch(at('/v2/topology'), { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await engine.fetch(at('/v2/topology'), { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([200, 'GET, HEAD, OPTIONS']);
  });

  it('takes whole addresses, as clients send them to a proxy', async () => {
    const engine = await startEngine({ port: 0 });
    onTestFinished(() => engine.close());
    const connection = new RawConnection(engine.address);
    connection.send(['GET http://engine/v2/topology?x HTTP/1.1', 'host: engine']);
    expect(await connection.response()).toMatchObject({ status: 200 });
    connection.send(['HEAD /v2/topology HTTP/1.1', 'host: engine']);
    expect(await connection.response()).toMatchObject({ status: 200, body: '' });
    connection.send(['OPTIONS * HTTP/1.1', 'host: engine']);
    expect(await connection.response()).toMatchObject({ status: 404 });
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a' },
  });

  it('are let in when the option says so', async () => {
    const { engine } = new TestEngine({ cors: ['https://app.example'] });
    const asked = await engine.fetch(at('/v2/topology'), preflight('https://app.example'));
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-headers': 'x-a',
      vary: 'Origin',
    });
    const called = await engine.fetch(at('/v2/nowhere'), { headers: { origin: 'https://app.example' } });
    expect([called.status, called.headers.get('access-control-allow-origin')]).toEqual([
      404,
      'https://app.example',
    ]);
  });

  it('are kept out otherwise', async () => {
    for (const cors of [false, ['https://app.example']]) {
      const { engine } = new TestEngine({ cors });
      const asked = await engine.fetch(at('/v2/topology'), preflight('https://evil.example'));
      expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
