import { newerAnswerMembers, newerMembers } from '@camunda/api/versions';
import { EngineOptionError } from '../engine-option-error.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';

/** The versions of the API that the engine can be. */
export const API_VERSIONS = ['8.8', '8.9', '8.10'] as const;

/** A version of the API: operations and members that came later are not there. */
export type ApiVersion = (typeof API_VERSIONS)[number];

/** The version unless the options say otherwise. */
export const DEFAULT_API_VERSION: ApiVersion = '8.10';

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Makes the engine look like a cluster of some version. */
export class ApiProfile {
  readonly version: ApiVersion;

  /** @throws EngineOptionError for a version that the engine does not know */
  constructor(version: ApiVersion = DEFAULT_API_VERSION) {
    if (!API_VERSIONS.includes(version)) {
      throw new EngineOptionError(
        'apiVersion',
        `is ${JSON.stringify(version)}; expected one of ${API_VERSIONS.join(', ')}`,
      );
    }
    this.version = version;
  }

  /** Whether the version has what came with `addedInVersion`. */
  has(addedInVersion: string): boolean {
    return minorOf(addedInVersion) <= minorOf(this.version);
  }

  /** @throws EngineRejection that names a member of the request which the version does not have */
  refuseNewer(operationId: string, body: JsonObject): void {
    for (const [path, addedIn] of this.#newer(newerMembers, operationId)) {
      if (hasMember(body, path.split('.'))) {
        throw invalidArgument(
          `The field '${path}' came with version ${addedIn}; the engine is set to version ${this.version}`,
        );
      }
    }
  }

  /** The answer without the members that the version does not have. */
  withoutNewer(operationId: string, answer: JsonValue): JsonValue {
    return this.#newer(newerAnswerMembers, operationId).reduce(
      (rest, [path]) => without(rest, path.split('.')),
      answer,
    );
  }

  #newer(table: Table, operationId: string): [path: string, addedIn: string][] {
    const members = Object.hasOwn(table, operationId) ? table[operationId] : undefined;
    return this.version === DEFAULT_API_VERSION || members === undefined
      ? []
      : Object.entries(members).filter(([, addedIn]) => !this.has(addedIn));
  }
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function hasMember(value: JsonValue, path: readonly string[]): boolean {
  if (Array.isArray(value)) {
    return value.some((item: JsonValue) => hasMember(item, path));
  }
  const [name = '', ...rest] = path;
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) {
    return false;
  }
  const member = value[name] ?? null;
  return rest.length === 0 ? member !== null : hasMember(member, rest);
}

/** A copy of the value without a member; lists on the way are gone through. */
function without(value: JsonValue, path: readonly string[]): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item: JsonValue) => without(item, path));
  }
  const [name = '', ...rest] = path;
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) {
    return value;
  }
  const { [name]: member = null, ...others } = value;
  return rest.length === 0 ? others : { ...value, [name]: without(member, rest) };
}
