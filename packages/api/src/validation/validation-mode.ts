import { CamundaError } from '@camunda/core';

/**
 * How strictly inputs and answers are compared with the specification.
 *
 * - `none`: not at all; the schemas are not even loaded
 * - `warn`: a difference is logged
 * - `strict`: a difference is an error; members that the specification does not know are let through, and so are unknown values of an
 *   enumeration in answers
 * - `fanatical`: those are errors too
 */
export type ValidationMode = 'none' | 'warn' | 'strict' | 'fanatical';

/** One mode for each side. */
export interface ValidationModes {
  readonly request: ValidationMode;
  readonly response: ValidationMode;
}

const MODES: readonly string[] = ['none', 'warn', 'strict', 'fanatical'];

/**
 * Reads one mode for both sides (`strict`), or one for each (`req:strict,res:warn`; a side that is not named is `none`), as
 * `CAMUNDA_SDK_VALIDATION` says it.
 *
 * @throws {CamundaError} code `VALIDATION_SETTING`: the text says something else
 */
export function parseValidation(text: string): ValidationModes {
  const single = text.trim().toLowerCase();
  if (isMode(single)) return { request: single, response: single };
  const modes: Record<'request' | 'response', ValidationMode> = { request: 'none', response: 'none' };
  for (const part of single.split(',')) {
    const [, side, mode = ''] = /^\s*(req|res)(?:uest|ponse)?\s*[:=]\s*(\w+)\s*$/.exec(part) ?? [];
    if (side === undefined || !isMode(mode)) {
      const expected = `one of ${MODES.join(', ')}, or req:<mode>,res:<mode>`;
      throw new CamundaError(`The validation setting is ${JSON.stringify(text)}; expected ${expected}`, {
        code: 'VALIDATION_SETTING',
      });
    }
    modes[side === 'req' ? 'request' : 'response'] = mode;
  }
  return modes;
}

function isMode(text: string): text is ValidationMode {
  return MODES.includes(text);
}
