import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { spawnPinned } from './spawn-pinned.ts';

/** What the stub was asked. */
export interface StubStatistics {
  readonly topology: number;
  readonly activation: number;
  readonly acknowledgement: number;
  readonly jobs: number;
}

/** A running stub server. */
export interface Stub extends Disposable {
  /** The base address, with `/v2`. */
  readonly address: string;
  statistics(): Promise<StubStatistics>;
}

/** Starts the stub in a process of its own, on the second core. */
export async function startStub(jobs = 0): Promise<Stub> {
  const path = fileURLToPath(new URL('./stub-server.ts', import.meta.url));
  const child = spawnPinned(1, [path], { BENCH_JOBS: String(jobs) });
  const [line] = await once(child.stdout, 'data');
  const origin = `http://127.0.0.1:${String(line).trim()}`;
  return {
    address: `${origin}/v2`,
    statistics: async () => (await (await fetch(`${origin}/stats`)).json()) as StubStatistics,
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  };
}
