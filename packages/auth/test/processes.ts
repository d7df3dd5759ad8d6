import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const node = join(dirname(require.resolve('node/package.json')), 'bin', 'node');
const script = fileURLToPath(new URL('./token-child.ts', import.meta.url));

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** What the operating system lets a process do. */
export interface ProcessLimits {
  /** How far a file may grow that it writes, in blocks of the shell's `ulimit -f`. @default without a limit */
  readonly largestFileBlocks?: number;
}

/** Starts processes that each get a token, lets them go together once all are ready, and gives what each printed. */
export async function tokensOfProcesses(
  count: number,
  options: object,
  limits: ProcessLimits = {},
): Promise<string[]> {
  const children = Array.from({ length: count }, () => start(options, limits));
  await Promise.all(children.map(({ ready }) => ready));
  for (const { child } of children) child.stdin.end();
  return await Promise.all(children.map(({ output }) => output));
}

function start(
  options: object,
  { largestFileBlocks = 'unlimited' }: { readonly largestFileBlocks?: number | 'unlimited' },
): { child: Child; ready: Promise<void>; output: Promise<string> } {
  const command = [node, '--conditions=camunda-source', '--no-warnings', script, JSON.stringify(options)];
  const child = spawn('sh', ['-c', `ulimit -f ${largestFileBlocks}; exec "$@"`, 'sh', ...command], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8');
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: string) => {
      text += chunk;
      if (text.startsWith('ready\n')) resolve();
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error('a process ended before it was ready')));
  });
  const output = new Promise<string>((resolve) => {
    child.on('close', () => resolve(text.replace('ready\n', '').trim()));
  });
  return { child, ready, output };
}
