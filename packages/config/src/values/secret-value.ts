import { Secret } from '@camunda/core';
import { INVALID, settingValue } from './setting-value.ts';

/** A secret: wrapped at once, and kept to the letter. */
export const secretValue = (what = 'a secret text') =>
  settingValue<Secret>(
    what,
    (given) => {
      if (Secret.isSecret(given)) return given;
      return typeof given === 'string' ? new Secret(given) : INVALID;
    },
    true,
  );
