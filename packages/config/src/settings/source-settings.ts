import { setting } from '../setting.ts';
import { textValue } from '../values/text-value.ts';

/** Where further settings come from. */
export const sourceSettings = {
  CAMUNDA_LOAD_ENVFILE: setting(textValue('true, or the path of a file'), {
    summary:
      'Reads further settings from a `.env` file: `true`, `1` or `yes` for `./.env`, else its path. Never read without this. Needs a file system.',
    path: true,
  }),
  CAMUNDA_PROFILE: setting(textValue('the name of a profile'), {
    summary:
      'Takes the connection from a named profile of the c8ctl command line tool, or, with the prefix `modeler:`, from a connection of the desktop Modeler. The files are only read. Needs a file system.',
  }),
};
