import { parseArgs } from 'node:util';
import { API_VERSIONS, type ApiVersion, DEFAULT_API_VERSION } from '../http/api-profile.ts';
import type { CorsOption } from '../http/cors.ts';
import type { AuthenticationArguments } from './read-authentication.ts';
import { UsageError } from './usage-error.ts';

/** What the command line was told. */
export interface Arguments {
  /** Files and folders with models. */
  readonly paths: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly managementPort: number | undefined;
  readonly apiVersion: ApiVersion;
  readonly authentication: AuthenticationArguments;
  readonly multiTenancy: boolean;
  /** The origins whose web pages may call; `true` for all. */
  readonly cors: CorsOption;
  readonly watch: boolean;
  /** The file that everything is kept in; undefined keeps nothing. */
  readonly data: string | undefined;
  readonly help: boolean;
}

/** What `--help` prints. */
export const USAGE = `camunda-engine [files or folders...] [options]

Starts an in-memory process engine for development and tests, and deploys the files it is given (of a folder .bpmn, .dmn, .form and .rpa).

  --port <number>                     the port to listen at; 0 takes a free one (default 8080)
  --host <address>                    the address to listen at (default 127.0.0.1: this machine only)
  --management-port <number>          a second port for the routes below /actuator (default: the same port)
  --api-version <version>             the version of the API: 8.8, 8.9 or 8.10 (default)
  --users <file>                      asks for basic authentication; a JSON list of { "username", "password" }
  --keys <file or address>            asks for bearer tokens that are signed with one of these keys (a JSON Web Key Set)
  --issuer <text>, --audience <text>  what the tokens must say
  --multi-tenancy                     requests must name a tenant
  --cors <origin>                     lets web pages of this origin call, such as http://localhost:3000; * for all; may be repeated
  --watch                             deploys a file again when it changes, and files that are new in a folder
  --data <file>                       keeps everything in this file, and goes on from there the next time (default: nothing is kept)
  -h, --help                          prints this text
`;

/** Reads the arguments after the program's name. @throws UsageError that names the argument which is wrong */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  return {
    paths: positionals,
    port: readPort(values.port ?? '8080', '--port'),
    host: values.host ?? '127.0.0.1',
    managementPort:
      values['management-port'] === undefined
        ? undefined
        : readPort(values['management-port'], '--management-port'),
    apiVersion: readApiVersion(values['api-version']),
    authentication: {
      users: values.users,
      keys: values.keys,
      issuer: values.issuer,
      audience: values.audience,
    },
    multiTenancy: values['multi-tenancy'] ?? false,
    cors: values.cors?.includes('*') === true ? true : (values.cors ?? false),
    watch: readWatch(values.watch, positionals),
    data: readData(values.data),
    help: values.help ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'management-port': { type: 'string' },
        'api-version': { type: 'string' },
        users: { type: 'string' },
        keys: { type: 'string' },
        issuer: { type: 'string' },
        audience: { type: 'string' },
        'multi-tenancy': { type: 'boolean' },
        cors: { type: 'string', multiple: true },
        watch: { type: 'boolean' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason} (camunda-engine --help lists the options)`, error);
  }
}

function readPort(text: string, argument: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new UsageError(`${argument} is '${text}'; expected a whole number from 0 to 65535`);
  }
  return port;
}

function readApiVersion(text: string = DEFAULT_API_VERSION): ApiVersion {
  const version = API_VERSIONS.find((known) => known === text);
  if (version === undefined) {
    throw new UsageError(`--api-version is '${text}'; expected ${API_VERSIONS.join(', ')}`);
  }
  return version;
}

function readWatch(watch: boolean = false, paths: readonly string[]): boolean {
  if (watch && paths.length === 0) {
    throw new UsageError('--watch needs files or folders to watch');
  }
  return watch;
}

function readData(file: string | undefined): string | undefined {
  if (file === '') {
    throw new UsageError('--data is empty; expected the path of a file');
  }
  return file;
}
