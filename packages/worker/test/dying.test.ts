import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runChild } from './child.ts';
import { setUp, until } from './harness.ts';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const ENDS = [
  { how: 'kill -9', signal: 'SIGKILL', code: null },
  { how: 'SIGTERM', signal: 'SIGTERM', code: null },
  { how: 'an uncaught error', signal: null, code: 1 },
] as const;
const [KILLED] = ENDS;
const CASES = [
  { ...KILLED, strategy: 'async', handler: 'linger' },
  { ...KILLED, strategy: 'thread', handler: 'linger' },
  ...ENDS.map((end) => ({ ...end, strategy: 'process', handler: 'linger' })),
  { ...KILLED, strategy: 'process', handler: 'compute' },
];

describe('a program that dies in the middle of a job', { timeout: 60_000 }, () => {
  it.each(CASES)(
    'by $how leaves no process behind, and the job to another worker, once ($strategy, $handler)',
    async ({ signal, code, strategy, handler }) => {
      const { gateway, worker } = await setUp();
      const [jobKey] = gateway.add(1);
      let pid = 0;
      const parameters = [gateway.address, strategy, handler, signal === null ? 'throw' : 'wait'];
      const end = await runChild('./dying.ts', parameters, (line, child) => {
        const begun = /^begun in (\d+)$/.exec(line);
        if (begun === null) return;
        pid = Number(begun[1]);
        if (signal !== null) child.kill(signal);
      });
      expect(end).toMatchObject({ signal, code });
      await until(() => !isAlive(pid), `the end of process ${pid}`);
      expect(gateway.requests.filter((request) => request.method === 'POST' && request.jobKey)).toEqual([]);
      const begun: string[] = [];
      const heir = worker({ jobHandler: (job: { jobKey: string }) => void begun.push(job.jobKey) });
      heir.start();
      await until(() => heir.status().jobs.completed === 1);
      expect(begun).toEqual([jobKey]);
      expect(gateway.of('completion')).toHaveLength(1);
      expect(gateway.of('failure')).toEqual([]);
    },
  );
});
