import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RecordingLogger } from '../test/recording-logger.ts';
import { createLogger } from './create-logger.ts';
import { NullLogger } from './null-logger.ts';
import { SdkLogger } from './sdk-logger.ts';

afterEach(() => vi.restoreAllMocks());

/** Runs a program that has `createLogger` in a process of its own. */
function runProgram(body: string, environment: Record<string, string> = {}) {
  const program = `import { createLogger } from ${JSON.stringify(import.meta.resolve('./index.ts'))};\n${body}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=camunda-source', '--input-type=module-typescript', '--eval', program],
    { encoding: 'utf8', env: { PATH: process.env.PATH, NO_COLOR: '1', ...environment } },
  );
  return { status, stdout, lines: stderr.split('\n').filter((line) => line !== '') };
}

describe('createLogger: the default logger', () => {
  it('writes errors only, one line each with time and level, and all to the standard error stream', () => {
    const { status, stdout, lines } = runProgram(`
      const logger = createLogger();
      logger.error('it broke\\nFATAL forged');
      logger.warn('not written');
      const fine = createLogger(undefined, { level: 'silly', prefix: 'camunda' });
      fine.info('100% done', 'a value', { n: 1 });
      fine.bind({ jobKey: '7' }).trace('t');
    `);
    expect(stdout).toBe('');
    expect(lines.map((line) => line.replace(/^\S+Z /, ''))).toEqual([
      'ERROR it broke\\nFATAL forged',
      'INFO  camunda 100% done a value { n: 1 }',
      'TRACE camunda [jobKey=7] t',
    ]);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
    expect(status).toBe(0);
  });

  it('does not take its level from its surroundings, and holds nothing back', () => {
    const { lines } = runProgram(
      `const logger = createLogger(undefined, { level: 'info' });
       for (let index = 0; index < 30; index += 1) logger.info('the same');`,
      { CONSOLA_LEVEL: '0', CI: 'true', DEBUG: '' },
    );
    expect(lines).toHaveLength(30);
  });

  it('does not keep a finished program alive', () => {
    const started = performance.now();
    const { status, lines } = runProgram(
      `const logger = createLogger(); logger.error('a'); logger.error('a');`,
    );
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('uses the console’s own methods where there is no standard error stream, as in browsers', () => {
    const methods = ['error', 'warn', 'info', 'debug'] as const;
    const written = methods.map((method) => vi.spyOn(console, method).mockImplementation(() => undefined));
    const logger = createLogger(undefined, { level: 'silly' });
    vi.stubGlobal('process', undefined);
    try {
      logger.error('e');
      logger.warn('w');
      logger.info('i', { n: 1 });
      logger.trace('t');
    } finally {
      vi.unstubAllGlobals();
    }
    expect(written.map(({ mock }) => mock.calls.map(([line]) => String(line).replace(/^\S+Z /, '')))).toEqual(
      [['ERROR e'], ['WARN  w'], ['INFO  i'], ['TRACE t']],
    );
  });

  it('is silent when told so', () => {
    const written = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    createLogger(undefined, { level: 'silent' }).error('e');
    createLogger(new NullLogger()).error('e');
    expect(written).not.toHaveBeenCalled();
  });
});

describe('createLogger: a logger of your own', () => {
  it('decides by itself what it writes, unless a level is given', () => {
    const target = new RecordingLogger();
    createLogger(target).debug('d');
    createLogger(target, { level: 'info' }).debug('not written');
    expect(target.messages).toEqual(['d']);
  });

  it('is given back when it is an SdkLogger already', () => {
    const logger = createLogger(new NullLogger());
    expect(createLogger(logger)).toBe(logger);
    expect(createLogger(logger, { level: undefined })).toBe(logger);
    expect(createLogger(logger, { level: 'error' })).not.toBe(logger);
    expect(createLogger(logger, { level: 'error' })).toBeInstanceOf(SdkLogger);
  });
});
