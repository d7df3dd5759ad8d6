import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bundle } from './bundle.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const isThere = existsSync(CHROMIUM);
if (!isThere) console.log(`skipped: a call in a browser: there is no Chromium at ${CHROMIUM}`);

const PROGRAM = `
  import * as api from '@camunda/api';
  import { createTransport } from '@camunda/transport';
  const transport = createTransport({ baseUrl: location.origin + '/v2' });
  const client = api.createApiClient(transport, { validation: 'fanatical' });
  window.addEventListener('unhandledrejection', ({ reason }) => { window.outcome = String(reason); });
  const created = await client.createProcessInstance({ processDefinitionId: 'order', variables: { amount: 9007199254740993n } });
  const refused = await client.safe.createProcessInstance({ processDefinitionId: 5 });
  window.outcome = { key: created.processInstanceKey, refused: refused.error.message };
`;

const ANSWER = {
  processDefinitionId: 'order',
  processDefinitionVersion: 1,
  tenantId: '<default>',
  variables: {},
  processDefinitionKey: '1',
  processInstanceKey: '2',
  tags: [],
};

describe.runIf(isThere)('the whole package in a browser', () => {
  it('calls an operation, checks it, and keeps large integers', { timeout: 60_000 }, async () => {
    const { files } = await bundle(PROGRAM, true);
    const received: { url: string; body: string }[] = [];
    const server = createServer((request, response) => {
      const name = (request.url ?? '').slice(1);
      const file = files.get(name);
      if (file) return response.writeHead(200, { 'content-type': 'text/javascript' }).end(file);
      if (!name.startsWith('v2/')) {
        return response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(
            '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/stdin.js"></script>',
          );
      }
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({ url: request.url ?? '', body });
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ANSWER));
      });
      return undefined;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const outcome = await page.waitForFunction('window.outcome').then((handle) => handle.jsonValue());
      expect(errors).toEqual([]);
      expect(outcome).toEqual({
        key: '2',
        refused: expect.stringContaining('processDefinitionId: expected string, found 5'),
      });
      expect(received).toEqual([
        {
          url: '/v2/process-instances',
          body: '{"processDefinitionId":"order","variables":{"amount":9007199254740993}}',
        },
      ]);
    } finally {
      await browser.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
