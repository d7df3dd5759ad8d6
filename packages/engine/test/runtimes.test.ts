import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findRuntime } from './find-runtime.ts';
import type { ProbeReport } from './runtime-probe.ts';

const bun = findRuntime('bun', 'npm install --prefix .runtimes bun');
const deno = findRuntime('deno', 'npm install --prefix .runtimes deno');
const browser = findRuntime('chromium', 'apt-get install -y chromium');

const instance = {
  deployed: 200,
  key: expect.stringMatching(/^\d{16}$/),
  variables: { amount: 21, doubled: 42 },
  completed: 204,
  state: 'COMPLETED',
};
const IN_PROCESS: ProbeReport = {
  instance,
  decision: '42',
  forked: true,
  restored: true,
  refused: 400,
  events: true,
};
const WITH_SOCKET_AND_FILE: ProbeReport = { ...IN_PROCESS, overHttp: instance, kept: ['COMPLETED'] };

/** Runs the sources with a runtime that has a command line, as it resolves them by itself. */
async function runBy(command: string, ...parameters: string[]): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-runtime-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = join(import.meta.dirname, 'runtime-main.ts');
  const child = spawn(command, [...parameters, program, join(folder, 'data.jsonl')], {
    env: { ...process.env, NO_PROXY: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const last = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('{'))
    throw new Error(`${command} ended with ${code}: ${output}${errors}`);
  return JSON.parse(last);
}

/** The default entry, bundled as a web page would; esbuild refuses what needs Node. */
async function bundleForBrowsers(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { probe } from './runtime-probe.ts';
        probe().then((report) => { window.report = report; }, (error) => { window.report = { failed: String(error?.stack) }; });`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['browser', 'camunda-source'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

describe('the engine', { timeout: 60_000 }, () => {
  it.skipIf(bun === undefined)('runs in Bun, with socket and data file', async () => {
    expect(await runBy(bun ?? '', '--conditions=camunda-source')).toEqual(WITH_SOCKET_AND_FILE);
  });

  it.skipIf(deno === undefined)('runs in Deno, with socket and data file', async () => {
    const parameters = ['run', '--allow-all', '--quiet', '--conditions=camunda-source'];
    expect(await runBy(deno ?? '', ...parameters)).toEqual(WITH_SOCKET_AND_FILE);
  });

  it('runs in Node, with socket and data file', async () => {
    const parameters = ['--conditions=camunda-source', '--no-warnings'];
    expect(await runBy(process.execPath, ...parameters)).toEqual(WITH_SOCKET_AND_FILE);
  });

  it.skipIf(browser === undefined)('runs in a web page, where nothing of Node is', async () => {
    const script = await bundleForBrowsers();
    const server = createServer((request, response) => {
      const isScript = request.url === '/probe.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(
        isScript
          ? script
          : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/probe.js"></script>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const chrome = await chromium.launch({ executablePath: browser ?? '', args: ['--no-sandbox'] });
    onTestFinished(() => chrome.close());
    const page = await chrome.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const report = await page.waitForFunction('window.report');
    expect(await report.jsonValue()).toEqual(IN_PROCESS);
    expect(errors).toEqual([]);
  });
});
