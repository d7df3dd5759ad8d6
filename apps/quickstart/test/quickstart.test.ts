import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEngine } from '@camunda/engine';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const RUN = fileURLToPath(new URL('../../../scripts/run.mjs', import.meta.url));
const MODEL = fileURLToPath(new URL('../models/order.bpmn', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the quickstart as `npm start` does, with nothing of the cluster in its environment but what is given. */
function quickstart(
  args: readonly string[],
  environment: Record<string, string> = {},
  watch?: (child: ChildProcess) => void,
): Promise<Ended> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--conditions=camunda-source', MAIN, ...args], {
    env: { PATH, ...environment },
  });
  watch?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** A file in a folder of its own. */
function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'quickstart-')), name);
  writeFileSync(path, text);
  return path;
}

describe('quickstart', { timeout: 60_000 }, () => {
  it('accounts for every order', async () => {
    const { code, stdout, stderr } = await quickstart(['--instances', '70']);
    expect(stderr).not.toContain('Error');
    expect(stdout).toMatch(/^70 of 70 orders have ended/);
    const ways = [...stdout.matchAll(/^ {2}(fulfilled|out of stock|card declined) +(\d+)$/gm)];
    expect(ways.map(([, , count]) => Number(count)).reduce((sum, count) => sum + count, 0)).toBe(70);
    expect(ways).toHaveLength(3);
    expect(stdout).toMatch(/p50 [\d.]+ ms, p99 [\d.]+ ms/);
    expect(code).toBe(0);
  });

  it('runs against the cluster that CAMUNDA_REST_ADDRESS names', async () => {
    await using engine = await startEngine({ port: 0 });
    const { code, stderr } = await quickstart(['--instances', '10'], {
      CAMUNDA_REST_ADDRESS: engine.address,
    });
    expect(stderr).toContain(`the cluster at ${engine.address}`);
    expect(code).toBe(0);
    const found = await fetch(`${engine.address}/process-instances/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await found.json()).toMatchObject({ page: { totalItems: 10 } });
  });

  it('names the address and its variable when no cluster is there', async () => {
    const { code, stdout, stderr } = await quickstart([], { CAMUNDA_REST_ADDRESS: 'http://127.0.0.1:9' });
    expect(stderr).toContain('http://127.0.0.1:9');
    expect(stderr).toContain('CAMUNDA_REST_ADDRESS');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('says what is wrong with a model that does not parse', async () => {
    const { code, stderr } = await quickstart(['--model', file('broken.bpmn', '<bpmn:definitions')]);
    expect(stderr).toContain('broken.bpmn');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });

  it('says which file is missing', async () => {
    const { code, stderr } = await quickstart(['--model', '/nowhere/order.bpmn']);
    expect(stderr).toContain('/nowhere/order.bpmn');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });

  it('says which process does not exist', async () => {
    const { code, stderr } = await quickstart(['--process', 'ordre']);
    expect(stderr).toContain("'ordre'");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });

  it('says which job type nobody serves', async () => {
    const { readFileSync } = await import('node:fs');
    const model = readFileSync(MODEL, 'utf8').replace('type="send-receipt"', 'type="send-invoice"');
    const { code, stderr } = await quickstart([
      '--model',
      file('order.bpmn', model),
      '--patience',
      '1',
      '--instances',
      '5',
    ]);
    expect(stderr).toContain('No worker serves the job type "send-invoice"');
    expect(code).toBe(1);
  });

  it('says which setting is wrong, and leaves no engine behind', async () => {
    const { code, stderr } = await quickstart([], { CAMUNDA_REST_ADRESS: 'http://127.0.0.1:9' });
    expect(stderr).toContain('did you mean CAMUNDA_REST_ADDRESS?');
    expect(code).toBe(1);
  });

  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, stderr } = await quickstart(['--port', String(port)]);
    server.close();
    expect(stderr).toContain(String(port));
    expect(stderr).toContain('in use');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });

  it.each([
    [['--instances', 'many'], '--instances is "many"'],
    [['--port', '70000'], '--port is "70000"'],
    [['--speed', '9'], '--speed'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await quickstart(args);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage:');
    expect(code).toBe(1);
  });

  it('drains on Ctrl-C and says what was left', async () => {
    const { code, stdout } = await quickstart(['--instances', '100000'], {}, (child) => {
      let seen = '';
      child.stderr?.on('data', (chunk) => {
        seen += chunk;
        if (!child.killed && /\] [1-9]\d*\/100000/.test(seen)) child.kill('SIGINT');
      });
    });
    expect(stdout).toMatch(/^\d+ of 100000 orders have ended/);
    expect(stdout).toMatch(/\d+ never placed: orders \d+/);
    expect(stdout).not.toContain('not finished');
    expect(code).toBe(130);
  });

  it('leaves nothing running when npm start is told to stop', async () => {
    const starter = spawn(process.execPath, [RUN, 'start', '--instances', '1000000'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let seen = '';
    starter.stderr.on('data', (chunk) => {
      seen += chunk;
      if (!starter.killed && seen.includes('Working')) starter.kill('SIGTERM');
    });
    // 'close' comes when the last holder of the pipe has gone, and so with the program itself.
    const code = await new Promise((resolve) => starter.on('close', resolve));
    expect(seen).toContain('Working 1000000 orders');
    expect(code).not.toBe(0);
  });
});
