import { INVALID, settingValue } from './setting-value.ts';

const MODES = ['none', 'warn', 'strict', 'fanatical'] as const;

/**
 * How strictly a body is compared with the specification.
 *
 * - `none`: not at all
 * - `warn`: a difference is logged
 * - `strict`: a difference is an error; members that the specification does not know are let through
 * - `fanatical`: like `strict`, and unknown members are an error, too
 */
export type CamundaValidationMode = (typeof MODES)[number];

/** What `CAMUNDA_SDK_VALIDATION` says of requests and of responses. */
export interface CamundaValidationSetting {
  readonly request: CamundaValidationMode;
  readonly response: CamundaValidationMode;
}

function parseMode(text: unknown): CamundaValidationMode | undefined {
  if (text === true) return 'strict';
  if (text === false) return 'none';
  const word = typeof text === 'string' ? text.trim().toLowerCase() : '';
  const bySwitch: Readonly<Record<string, CamundaValidationMode>> = { true: 'strict', false: 'none' };
  return MODES.find((mode) => mode === word) ?? bySwitch[word];
}

function parseGrammar(text: string): CamundaValidationSetting | undefined {
  const single = parseMode(text);
  if (single !== undefined) return { request: single, response: single };
  const modes: { request?: CamundaValidationMode; response?: CamundaValidationMode } = {};
  for (const part of text.split(',')) {
    const match = /^\s*(req|request|res|response)\s*[:=]\s*(\w+)\s*$/i.exec(part);
    const mode = parseMode(match?.[2]);
    if (match === null || mode === undefined) return undefined;
    const side = match[1]?.toLowerCase().startsWith('req') ? 'request' : 'response';
    if (modes[side] !== undefined) return undefined;
    modes[side] = mode;
  }
  return { request: modes.request ?? 'none', response: modes.response ?? 'none' };
}

function parseObject(given: object): CamundaValidationSetting | undefined {
  const request = parseMode(Reflect.get(given, 'request') ?? 'none');
  const response = parseMode(Reflect.get(given, 'response') ?? 'none');
  return request && response ? { request, response } : undefined;
}

/** The validation setting: one mode for both sides, or `req:<mode>,res:<mode>`. */
export const validationValue = () =>
  settingValue<CamundaValidationSetting>(
    `one of ${MODES.join(', ')} for both sides, or req:<mode>,res:<mode>`,
    (given) => {
      const parsed =
        typeof given === 'object' && given !== null ? parseObject(given) : parseGrammar(String(given));
      return parsed === undefined ? INVALID : Object.freeze(parsed);
    },
  );
