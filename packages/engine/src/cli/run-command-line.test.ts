import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { oneTask } from '../../test/bpmn.ts';
import { TestClient } from '../../test/test-engine.ts';
import { startEngine } from '../start-engine.ts';
import { runCommandLine } from './run-command-line.ts';

/** Runs the command line; `seen` resolves with the first line that matches. */
function run(...argv: string[]) {
  const lines: string[] = [];
  let heard = () => {};
  const add = (line: string) => {
    lines.push(line);
    heard();
  };
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const exit = runCommandLine(argv, { print: add, printError: add, untilStopped: () => stopped });
  onTestFinished(async () => {
    stop();
    await exit;
  });
  const seen = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const line = lines.find((text) => pattern.test(text));
      if (line !== undefined) {
        return line;
      }
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  return { lines, exit, stop, seen };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'engine-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function clientOf(seen: (pattern: RegExp) => Promise<string>): Promise<TestClient> {
  const address = (await seen(/listening/)).split('=')[1];
  return new TestClient((input, init) => {
    const { pathname } = new URL(String(input));
    return fetch(`${address}${pathname.slice('/v2'.length)}`, init);
  });
}

describe('camunda-engine', () => {
  it('deploys a folder, reports an incident in one line and ends when it is told to', async () => {
    const path = await folder();
    await writeFile(join(path, 'one.bpmn'), oneTask());
    await writeFile(join(path, 'notes.txt'), 'not a model');
    const { seen, stop, exit, lines } = run(path, '--port', '0');
    await seen(/^ready/);
    const client = await clientOf(seen);
    await client.create('one-task');
    const [job] = await client.activate('work');
    await client.call('POST', `/jobs/${job.jobKey}/failure`, { retries: 0, errorMessage: 'two\nlines' });
    expect(await seen(/^incident/)).toMatch(/JOB_NO_RETRIES at '.*' of one-task \d+: two lines$/);
    expect(lines.filter((line) => line.startsWith('deployed'))).toHaveLength(1);
    stop();
    expect(await exit).toBe(0);
  });

  it('deploys a model again when its file changes, and goes on after one that is broken', async () => {
    const path = await folder();
    const file = join(path, 'one.bpmn');
    await writeFile(file, oneTask());
    const { seen } = run(path, '--port', '0', '--watch');
    await seen(/^ready/);
    await writeFile(file, '<broken');
    await seen(/^camunda-engine: .*errors/);
    await writeFile(file, `${oneTask()}<!-- changed -->`);
    await seen(/^deployed again/);
    const client = await clientOf(seen);
    const versions = (await client.search('process-definitions')).map(({ version }) => version);
    expect(versions.sort()).toEqual([1, 2]);
  });

  it('asks for passwords, or for tokens', async () => {
    const path = await folder();
    const users = join(path, 'users.json');
    await writeFile(users, JSON.stringify([{ username: 'ann', password: 'p' }]));
    const keys = join(path, 'keys.json');
    await writeFile(keys, JSON.stringify({ keys: [] }));
    for (const [argv, challenge] of [
      [['--users', users], /^Basic/],
      [['--keys', keys, '--issuer', 'i', '--audience', 'a'], /^Bearer/],
    ] as const) {
      const { seen, stop, exit } = run('--port', '0', ...argv);
      const address = (await seen(/listening/)).split('=')[1];
      const response = await fetch(`${address}/topology`);
      expect(response.headers.get('www-authenticate')).toMatch(challenge);
      stop();
      await exit;
    }
  });

  it('knows tenants and lets web pages in', async () => {
    const { seen } = run('--port', '0', '--multi-tenancy', '--cors', 'http://a', '--cors', 'http://b');
    const address = (await seen(/listening/)).split('=')[1];
    const response = await fetch(`${address}/system/configuration`, { headers: { origin: 'http://b' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('http://b');
    expect(await response.json()).toMatchObject({ deployment: { isMultiTenancyEnabled: true } });
  });

  it('says that a folder holds no models, and explains itself', async () => {
    const path = await folder();
    const { seen, stop, exit } = run(path, '--port', '0');
    expect(await seen(/^deployed/)).toBe(`deployed: nothing, there is no model in ${path}`);
    stop();
    await exit;
    for (const argument of ['-h', '--help']) {
      const { lines, exit: done } = run(argument);
      expect(await done).toBe(0);
      expect(lines).toEqual([expect.stringContaining('--watch')]);
    }
  });

  it('ends with 1 and says why', async () => {
    const path = await folder();
    await writeFile(join(path, 'broken.bpmn'), '<broken');
    await using taken = await startEngine({ port: 0 });
    const { port } = new URL(taken.address);
    for (const [argv, reason] of [
      [['--port', port], /port is in use/],
      [['--port', '99999'], /--port is '99999'/],
      [['--management-port', 'x'], /--management-port is 'x'/],
      [['--api-version', '7.0'], /--api-version is '7\.0'; expected 8\.8, 8\.9, 8\.10/],
      [['--date', 'x'], /Unknown option '--date'/],
      [['--data', ''], /--data is empty/],
      [['--host', '', '--port', '0'], /`host` is ""; expected a text/],
      [['--cors', 'localhost', '--port', '0'], /`cors` is \["localhost"\]; expected .*origins/],
      [['--watch'], /--watch needs files or folders/],
      [['--data', join(path, 'broken.bpmn'), '--port', '0'], /broken\.bpmn' was not written by an engine/],
      [
        ['--data', join(path, 'none', 'data'), '--port', '0'],
        /data' cannot be made: there is no folder '.*none'/,
      ],
      [['--data', path, '--port', '0'], /cannot be opened: EISDIR/],
      [['--users', 'a', '--keys', 'b'], /exclude each other/],
      [['--issuer', 'a'], /need --keys/],
      [['--users', join(path, 'none.json')], /none\.json' of --users cannot be read/],
      [['--users', join(path, 'broken.bpmn')], /broken\.bpmn' of --users is not JSON/],
      [[join(path, 'none.bpmn'), '--port', '0'], /none\.bpmn' cannot be read/],
      [[path, '--port', '0'], /broken\.bpmn/],
    ] as const) {
      const { exit, lines } = run(...argv);
      expect(await exit).toBe(1);
      expect(lines).toEqual([expect.stringMatching(reason)]);
    }
  });
});
