import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runChild } from './child.ts';

describe('a process with a worker', () => {
  it.each(['async', 'thread', 'process'])(
    'has nothing left of it after the stop, and ends by itself (%s)',
    async (strategy) => {
      const { code, output } = await runChild('./leaves-nothing.ts', [strategy]);
      expect(output).toContain('{"ours":[],"listeners":1,"listenersAfter":0}');
      expect(code).toBe(0);
    },
    30_000,
  );

  it('drains upon SIGTERM, and then ends as if nobody had listened', async () => {
    const { signal, output } = await runChild('./signalled.ts', ['300'], (line, child) => {
      if (line === 'running') child.kill('SIGTERM');
    });
    expect(output).toContain('draining');
    expect(output).toContain('"activated":1,"inHand":0,"completed":1');
    expect(signal).toBe('SIGTERM');
  }, 30_000);

  it('ends the grace upon a second signal', async () => {
    const { signal, output } = await runChild('./signalled.ts', ['600000'], (line, child) => {
      if (line === 'running' || line === 'draining') child.kill('SIGINT');
    });
    expect(output).toContain('"activated":1,"inHand":0,"completed":0');
    expect(output).toContain('"left":1');
    expect(signal).toBe('SIGINT');
  }, 30_000);

  it.each([
    ['thread', 'Worker terminated due to reaching memory limit'],
    ['process', 'it was ended by SIGABRT'],
  ])(
    'fails the jobs that take all memory, and no others (%s)',
    async (strategy, reason) => {
      const flags = ['--max-old-space-size=100'];
      const { output, code } = await runChild('./out-of-memory.ts', [strategy], undefined, flags);
      const line = output.trim().split('\n').at(-1) ?? '';
      expect({ code, line }).toMatchObject({ code: 0, line: expect.stringMatching(/^{/) });
      const message = expect.stringContaining(`The ${strategy} that ran the handler ended`);
      const { messages, failed } = JSON.parse(line) as { messages: string[]; failed: number };
      expect({ messages, failed }).toEqual({ messages: [message, message], failed: 0 });
      for (const each of messages) expect(each).toContain(reason);
    },
    60_000,
  );

  it('keeps a flat heap over many jobs', async () => {
    // The full 100,000 with CAMUNDA_TEST_HEAP_JOBS=100000.
    const total = Number(process.env.CAMUNDA_TEST_HEAP_JOBS ?? 20_000);
    const { output } = await runChild('./heap.ts', [String(total)]);
    const { growth, jobs } = JSON.parse(output.slice(output.indexOf('{'))) as {
      growth: number;
      jobs: object;
    };
    console.log(`heap: ${total} jobs, grown by ${(growth / 1024).toFixed(0)} kB after the first fifth`);
    expect(jobs).toMatchObject({ activated: total, inHand: 0, left: 0 });
    // The history of failed jobs is the only thing that may grow, up to its bound.
    expect(growth).toBeLessThan(3 * 1024 * 1024);
  }, 120_000);
});
