import { describe, expect, it, onTestFinished } from 'vitest';
import { type ProbeServer, startProbeServer } from './probe-server.ts';
import type { ProbeReport } from './runtime-probe.ts';
import { findRuntime, probeByCommand, probeInChromium, probeInWorkerd } from './runtimes.ts';

const bun = findRuntime('bun');
const deno = findRuntime('deno');
const workerd = findRuntime('workerd');
const chromium = findRuntime('chromium');

async function setUp(): Promise<{ server: ProbeServer; dead: string }> {
  const closed = await startProbeServer();
  await closed.close();
  const server = await startProbeServer();
  onTestFinished(() => server.close());
  return { server, dead: closed.baseUrl };
}

const failed = (code: string, members: object = {}): unknown =>
  expect.objectContaining({ failed: code, ...members });

/** The same everywhere, unless a runtime cannot know. */
const EXPECTED: ProbeReport = {
  'reads JSON': { ok: true },
  'sends large integers': '{"a":9007199254740993}',
  'tries again': { flaky: 2 },
  'repeats a creation that was never sent': failed('NETWORK_ERROR', { attempts: 3, outcomeUnknown: false }),
  'never repeats a creation that may have been sent': failed('NETWORK_ERROR', {
    attempts: 1,
    outcomeUnknown: true,
  }),
  'ends in time': failed('TIMEOUT'),
  'ends with a signal': failed('RangeError', { message: 'enough' }),
  'follows no redirect': failed('HTTP_ERROR', { status: 302, message: expect.stringContaining('redirects') }),
  'streams down': '500000 application/pdf',
  'stops a stream early': 'stopped',
  'streams up': 'ab',
  'sends a form with a stream': [
    '--boundary',
    'content-disposition: form-data; name="file"; filename="a.txt"',
    'content-type: text/plain',
    '',
    'xy',
    '--boundary--',
    '',
  ],
  'sends a form with a file': true,
  'makes many calls at once': 200,
  'tells of calls': 'start attempt end',
  'carries a correlation': 'c-7',
  'refuses certificates': failed('VALIDATION', { message: expect.stringContaining("this runtime's fetch") }),
  'refuses a path that leads elsewhere': failed('VALIDATION'),
  'ends calls when closed': failed('TRANSPORT_CLOSED', { attempts: 1 }),
};

/** workerd and browsers say no more than that there was no answer. */
const WITHOUT_REASONS: ProbeReport = {
  ...EXPECTED,
  'repeats a creation that was never sent': failed('NETWORK_ERROR', { attempts: 1, outcomeUnknown: true }),
};

describe('the portable transport', { timeout: 60_000 }, () => {
  it.skipIf(bun === undefined)('works in Bun', async () => {
    const { server, dead } = await setUp();
    expect(await probeByCommand(bun ?? '', ['--conditions=camunda-source'], server, dead)).toEqual(EXPECTED);
  });

  it.skipIf(deno === undefined)('works in Deno', async () => {
    const { server, dead } = await setUp();
    const parameters = ['run', '--allow-all', '--quiet', '--conditions=camunda-source'];
    expect(await probeByCommand(deno ?? '', parameters, server, dead)).toEqual(EXPECTED);
  });

  it.skipIf(workerd === undefined)('works in workerd', async () => {
    const { server, dead } = await setUp();
    expect(await probeInWorkerd(workerd ?? '', server, dead)).toEqual(WITHOUT_REASONS);
  });

  it.skipIf(chromium === undefined)('works in a page of Chromium', async () => {
    const { dead } = await setUp();
    expect(await probeInChromium(chromium ?? '', dead)).toEqual({
      ...WITHOUT_REASONS,
      'repeats a creation that was never sent': failed('NETWORK_ERROR', {
        message: expect.stringContaining('does not allow pages of this origin (CORS)'),
      }),
      // Browsers have no AsyncLocalStorage.
      'carries a correlation': '',
    });
  });
});
