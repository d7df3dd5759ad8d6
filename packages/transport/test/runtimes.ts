import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { type ProbeServer, startProbeServer } from './probe-server.ts';
import type { ProbeReport } from './runtime-probe.ts';

/** Nothing listens there. Port 1 would not do: fetch refuses it. */
export type DeadAddress = string;

/** Where `.ci/run` puts the runtimes that npm has. */
const RUNTIMES = resolve(import.meta.dirname, '../../../.runtimes/node_modules/.bin');

/** The path of a program, or `undefined` with one printed line. */
export function findRuntime(name: string, subject = 'the transport'): string | undefined {
  const folders = [RUNTIMES, ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) {
    const how =
      name === 'chromium' ? 'apt-get install -y chromium' : `npm install --prefix .runtimes ${name}`;
    console.warn(`skipped: ${subject} in ${name}: it is not on this machine (${how})`);
  }
  return found;
}

/** Runs the sources with a runtime that has a command line, as it resolves them by itself. */
export async function probeByCommand(
  command: string,
  parameters: readonly string[],
  server: ProbeServer,
  dead: DeadAddress,
): Promise<ProbeReport> {
  const child = spawn(
    command,
    [...parameters, join(import.meta.dirname, 'runtime-main.ts'), server.baseUrl, dead],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_PROXY: '127.0.0.1' },
    },
  );
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await new Promise((done) => child.once('close', done));
  const last = output.trim().split('\n').at(-1);
  if (last === undefined || !last.startsWith('{')) throw new Error(`${command} said: ${output}${errors}`);
  return JSON.parse(last) as ProbeReport;
}

/** A program for a runtime without Node; esbuild refuses what needs it. Imports are relative to `folder`. */
export async function bundle(
  program: string,
  conditions: readonly string[],
  folder = import.meta.dirname,
): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: [...conditions, 'camunda-source'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs the probe in workerd, the runtime of Cloudflare's workers. */
export async function probeInWorkerd(
  workerd: string,
  server: ProbeServer,
  dead: DeadAddress,
): Promise<ProbeReport> {
  const script = await bundle(
    `import { probe } from './runtime-probe.ts';
     export default { fetch: async () => Response.json(await probe('${server.baseUrl}', '${dead}')) };`,
    ['workerd', 'worker'],
  );
  return (await askWorkerd(workerd, script)) as ProbeReport;
}

/** What a script answers to one request in workerd. */
export async function askWorkerd(workerd: string, script: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'camunda-workerd-'));
  writeFileSync(join(folder, 'worker.js'), script);
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
     const config :Workerd.Config = (
       services = [
         (name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2025-09-01", compatibilityFlags = ["nodejs_compat"])),
         (name = "internet", network = (allow = ["private", "local", "public"])),
       ],
       sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
     );`,
  );
  const child = spawn(workerd, ['serve', join(folder, 'config.capnp'), '--control-fd=1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => child.once('close', done));
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const { event, port } = JSON.parse(line) as { event: string; port: number };
      if (event !== 'listen') continue;
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      return await answer.json();
    }
    throw new Error('workerd ended before it listened');
  } finally {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the probe in a page of Chromium. */
export async function probeInChromium(executablePath: string, dead: DeadAddress): Promise<ProbeReport> {
  const script = await bundle(
    `import { probe } from './runtime-probe.ts';
     probe(location.origin + '/v2', '${dead}').then(
       (report) => { window.report = report; },
       (error) => { window.report = { failed: String(error) }; },
     );`,
    ['browser'],
  );
  return (await reportFromChromium(executablePath, script)) as ProbeReport;
}

/** What a script leaves as `window.report` in a page of Chromium. */
export async function reportFromChromium(executablePath: string, script: string): Promise<unknown> {
  const page =
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/probe.js"></script>';
  const server = await startProbeServer(
    new Map([
      ['/', { type: 'text/html', content: page }],
      ['/probe.js', { type: 'text/javascript', content: script }],
    ]),
  );
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    await tab.goto(server.baseUrl.replace('/v2', '/'));
    const handle = await tab.waitForFunction('window.report');
    return await handle.jsonValue();
  } finally {
    await browser.close();
    await server.close();
  }
}
