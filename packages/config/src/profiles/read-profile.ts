import type {
  ConfigurationIssue,
  ConfigurationIssueCode,
  ConfigurationSource,
} from '../configuration-error.ts';
import type { ConfigurationLayer } from '../configuration-layer.ts';
import { fileFailure } from '../environment-file.ts';
import type { FileAccess } from '../file-access.ts';
import { printable } from '../printable.ts';
import { readC8ctlProfiles } from './c8ctl-profiles.ts';
import { readModelerConnections } from './modeler-connections.ts';
import { type Profile, ProfileFormatError } from './profile-format.ts';

/** The layer of a profile, or why there is none. */
export interface ProfileReading {
  readonly layer?: ConfigurationLayer;
  readonly issue?: ConfigurationIssue;
}

type Environ = Readonly<Record<string, string | undefined>>;

interface ProfileFile {
  readonly path: string;
  readonly prefix: string;
  readonly read: (document: unknown) => Profile[];
}

const MODELER_PREFIX = 'modeler:';

/** A file that cannot be used; thrown inside this module only. */
class UnusableFile extends Error {}

function profileFiles(name: string, files: FileAccess, environ: Environ): ProfileFile[] {
  const own = (folder: string | undefined, application: string, file: string): string =>
    folder ? files.absolutePath(`${folder}/${file}`) : files.applicationFile(application, file, environ);
  const modeler: ProfileFile = {
    path: own(environ.C8CTL_MODELER_DIR, 'camunda-modeler', 'settings.json'),
    prefix: MODELER_PREFIX,
    read: readModelerConnections,
  };
  if (name.startsWith(MODELER_PREFIX)) return [modeler];
  const c8ctl: ProfileFile = {
    path: own(environ.C8CTL_DATA_DIR, 'c8ctl', 'profiles.json'),
    prefix: '',
    read: readC8ctlProfiles,
  };
  return [c8ctl, modeler];
}

function readText(path: string, files: FileAccess): string | undefined {
  try {
    return files.readText(path);
  } catch (error) {
    const failure = fileFailure(error);
    if (failure === 'ENOENT' || failure === 'ENOTDIR') return undefined;
    throw new UnusableFile(`${path} cannot be read (${failure})`);
  }
}

function parseProfiles({ path, read }: ProfileFile, text: string): Profile[] {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's own message quotes the file, and with it perhaps a secret.
    throw new UnusableFile(`${path} is not JSON`);
  }
  try {
    return read(document);
  } catch (error) {
    if (error instanceof ProfileFormatError) throw new UnusableFile(`${path}: ${error.message}`);
    throw error;
  }
}

function findProfile(name: string, files: FileAccess, environ: Environ): ProfileReading | readonly string[] {
  const plain = name.startsWith(MODELER_PREFIX) ? name.slice(MODELER_PREFIX.length) : name;
  const seen: string[] = [];
  for (const file of profileFiles(name, files, environ)) {
    const text = readText(file.path, files);
    if (text === undefined) {
      seen.push(`there is no ${file.path}`);
      continue;
    }
    const profiles = parseProfiles(file, text);
    const profile = profiles.find(({ names }) => names.includes(plain));
    if (profile !== undefined) {
      const origin = `${file.prefix}${plain} in ${file.path}`;
      return { layer: { source: 'profile', origin, values: profile.values } };
    }
    const names = profiles.map((other) => `${file.prefix}${other.names[0]}`);
    seen.push(`${file.path} has ${names.length === 0 ? 'no profiles' : names.join(', ')}`);
  }
  return seen;
}

/**
 * Reads the profile that `CAMUNDA_PROFILE` names. The files are never written.
 *
 * @param name the name of a c8ctl profile or of a Modeler connection; `modeler:` before it looks at the Modeler's only
 * @param source where the name came from
 * @param environ where `C8CTL_DATA_DIR`, `C8CTL_MODELER_DIR` and the system's own folder variables are looked up
 */
export function readProfile(
  name: string,
  source: ConfigurationSource,
  files: FileAccess | undefined,
  environ: Environ,
): ProfileReading {
  const failed = (code: ConfigurationIssueCode, message: string): ProfileReading => ({
    issue: { key: 'CAMUNDA_PROFILE', code, source, message: `CAMUNDA_PROFILE: ${printable(message)}` },
  });
  if (files === undefined) {
    return failed('FILE_UNREADABLE', 'profiles are kept in files, but this runtime has no file system');
  }
  try {
    const found = findProfile(name, files, environ);
    if ('layer' in found) return found;
    return failed(
      'PROFILE_NOT_FOUND',
      `there is no profile ${JSON.stringify(name)}; ${(found as readonly string[]).join('; ')}`,
    );
  } catch (error) {
    if (error instanceof UnusableFile) return failed('FILE_UNREADABLE', error.message);
    throw error;
  }
}
