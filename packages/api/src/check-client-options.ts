import { CamundaError, didYouMean } from '@camunda/core';
import type { ApiClientOptions } from './api-client-options.ts';
import { isObject, refuse } from './refuse.ts';

type Test = (value: unknown) => boolean;

const VALIDATION_MODES: readonly unknown[] = ['none', 'warn', 'strict', 'fanatical'];
const VERSION_MODES: readonly unknown[] = ['warn', 'fail'];

const hasModes: Test = (value) =>
  isObject(value) &&
  ['request', 'response'].every((side) => VALIDATION_MODES.includes(Reflect.get(value, side)));
const hasVersionMode: Test = (value) => isObject(value) && VERSION_MODES.includes(Reflect.get(value, 'mode'));

const EXPECTED: { readonly [Name in keyof Required<ApiClientOptions>]: readonly [string, Test] } = {
  configuration: ['an object', (value) => typeof value === 'object' && value !== null],
  tenantId: ['a text that is not empty', (value) => typeof value === 'string' && value !== ''],
  validation: [
    'a text, or { request, response } with one of none, warn, strict, fanatical each',
    (value) => typeof value === 'string' || hasModes(value),
  ],
  versionCheck: [
    'one of off, warn, fail, or { mode, clusterVersion }',
    (value) => value === 'off' || VERSION_MODES.includes(value) || hasVersionMode(value),
  ],
  pollIntervalMs: ['a number of milliseconds from 0 on', (value) => typeof value === 'number' && value >= 0],
  logger: [
    'an object with the method warn',
    (value) => typeof Reflect.get(Object(value), 'warn') === 'function',
  ],
};

/** @throws {CamundaError} code `INPUT_INVALID`: an option does not exist, or is of another kind */
export function checkClientOptions(options: ApiClientOptions): void {
  if (!isObject(options)) throw refuse('The options of createApiClient have to be an object', options);
  const known = Object.keys(EXPECTED);
  for (const [name, value] of Object.entries(options)) {
    const expectation = Object.hasOwn(EXPECTED, name) ? EXPECTED[name as keyof ApiClientOptions] : undefined;
    if (expectation === undefined) {
      const meant = didYouMean(name, known);
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      throw new CamundaError(
        `${name} is no option of createApiClient${hint}; there are ${known.join(', ')}`,
        { code: 'INPUT_INVALID' },
      );
    }
    const [words, test] = expectation;
    if (value !== undefined && !test(value))
      throw refuse(`${name} of createApiClient has to be ${words}`, value);
  }
}
