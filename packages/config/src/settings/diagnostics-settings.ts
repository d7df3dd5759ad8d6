import { settingWithDefault } from '../setting.ts';
import { choiceValue } from '../values/choice-value.ts';
import { millisecondsValue } from '../values/number-value.ts';
import { validationValue } from '../values/validation-value.ts';

/** What is logged, checked and waited for. */
export const diagnosticsSettings = {
  CAMUNDA_SDK_LOG_LEVEL: settingWithDefault(
    choiceValue(['silent', 'error', 'warn', 'info', 'debug', 'trace', 'silly'], {
      warning: 'warn',
      off: 'silent',
      none: 'silent',
    }),
    'error',
    {
      summary: 'The finest level that is logged. Secrets are not logged at any level.',
      aliases: ['CAMUNDA_LOG_LEVEL'],
    },
  ),
  CAMUNDA_SDK_VALIDATION: settingWithDefault(validationValue(), 'req:none,res:none', {
    summary:
      'How strictly requests and responses are compared with the specification: `none`, `warn`, `strict` or `fanatical`, for both sides or as `req:<mode>,res:<mode>`.',
  }),
  CAMUNDA_SDK_EVENTUAL_POLL_DEFAULT_MS: settingWithDefault(millisecondsValue(1), 500, {
    summary: 'The time between two looks at data that may not be there yet, in milliseconds.',
  }),
};
