import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import ky from 'ky';
import { Pool, request as undiciRequest } from 'undici';
import { createTransport } from './src/create-transport.ts';
import { createNodeSender } from './src/node/node-sender.ts';
import { DEFAULT_CONNECTIONS, UndiciLanes } from './src/node/undici-lanes.ts';

if (process.argv[2] === 'server') {
  const body = JSON.stringify({
    processInstanceKey: '2251799813685249',
    processDefinitionId: 'order',
    version: 3,
  });
  const server = createServer((q, s) => {
    q.resume();
    q.on('end', () => {
      s.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      s.end(body);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as any).port));
} else {
  const child = fork(import.meta.filename, ['server'], { execArgv: process.execArgv });
  const port = await new Promise<number>((r) => child.once('message', r as any));
  const base = `http://127.0.0.1:${port}`;
  const body = { a: 1, variables: { x: 'y' } };
  const pool = new Pool(base);
  const op = {
    operationId: 'completeJob',
    method: 'POST',
    path: '/jobs/{jobKey}/completion',
    operationClass: 'acknowledgement',
    body: 'json',
    response: 'json',
  } as const;
  const op2 = { ...op, operationId: 'x', operationClass: 'idempotent' } as const;
  const lanes = new UndiciLanes({
    connections: DEFAULT_CONNECTIONS,
    secureContext: undefined,
    routeTo: () => undefined,
  });
  const t = createTransport({ baseUrl: base + '/v2', sender: createNodeSender({ lanes, direct: 'hot' }) });
  const portable = createTransport({ baseUrl: base + '/v2' });
  const cases: Record<string, () => Promise<unknown>> = {
    raw: async () => {
      const r = await pool.request({
        method: 'POST',
        path: '/v2/jobs/1/completion',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return r.body.json();
    },
    direct: () => t.call(op, { path: { jobKey: '1' }, body }),
    kyUndici: () => t.call(op2, { path: { jobKey: '1' }, body }),
    portable: () => portable.call(op2, { path: { jobKey: '1' }, body }),
    nativeFetch: async () =>
      (
        await fetch(base + '/v2/x', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json(),
    ky: () => ky.post(base + '/v2/x', { json: body }).json(),
  };
  const N = Number(process.argv[2] ?? 5000),
    C = 8;
  const only = process.argv[3]?.split(',');
  for (let round = 0; round < 3; round++)
    for (const [name, fn] of Object.entries(cases)) {
      if (only && !only.includes(name)) continue;
      let left = N;
      const c0 = process.cpuUsage();
      await Promise.all(
        Array.from({ length: C }, async () => {
          while (left-- > 0) await fn();
        }),
      );
      const c = process.cpuUsage(c0);
      if (round) console.log(name.padEnd(12), ((c.user + c.system) / N).toFixed(1), 'us');
    }
  child.kill();
  await lanes.close();
  await pool.close();
  process.exit(0);
}
