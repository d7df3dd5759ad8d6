import { CamundaError, didYouMean } from '@camunda/core';
import type { CamundaClientOptions } from './camunda-client.ts';

const KNOWN: { readonly [Name in keyof Required<CamundaClientOptions>]: true } = {
  config: true,
  environment: true,
  logger: true,
  authProvider: true,
  fetch: true,
  versionCheck: true,
};

/**
 * Looks at the names of options, for programs in JavaScript and objects that the compiler did not see whole.
 *
 * @throws CamundaError code `OPTION_INVALID`: there is no object; code `OPTION_UNKNOWN`: the name, what was probably meant, and what there is
 */
export function checkClientOptions(options: CamundaClientOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new CamundaError('The options of createCamundaClient have to be an object', {
      code: 'OPTION_INVALID',
    });
  const known = Object.keys(KNOWN);
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(KNOWN, name)) continue;
    const isSetting = /^(CAMUNDA|ZEEBE)_/.test(name);
    const meant = didYouMean(name, known);
    const hint = isSetting
      ? `; settings go under config: { config: { ${name}: … } }`
      : meant && `; did you mean ${meant}?`;
    throw new CamundaError(
      `${name} is no option of createCamundaClient${hint ?? ''}; there are ${known.join(', ')}`,
      {
        code: 'OPTION_UNKNOWN',
      },
    );
  }
}
