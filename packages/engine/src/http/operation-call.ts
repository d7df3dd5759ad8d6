import type { Identity } from '../auth/identity.ts';
import { accessibleTenants, engineOfTenants, isOfOtherTenant } from '../auth/tenant-access.ts';
import type { EngineCore } from '../runtime/engine-core.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { parseKey } from '../runtime/keys.ts';
import type { ApiProfile } from './api-profile.ts';
import type { EngineRequest, EngineResponse } from './engine-request.ts';
import { Fields } from './fields.ts';
import { badRequest } from './http-problem.ts';
import { parseJson } from './parse-json.ts';
import { readForm, readJsonText } from './request-body.ts';

/** How large a request's body may be unless the options say otherwise; the cluster's own limit. */
export const DEFAULT_MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/** What a call is made of. */
export interface OperationCallParts {
  readonly engine: EngineCore;
  readonly request: EngineRequest;
  readonly profile: ApiProfile;
  readonly operationId: string;
  /** The parameters of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** What stands behind the `?`. */
  readonly query: string;
  readonly identity: Identity | null;
}

/** One call of an operation. */
export class OperationCall {
  readonly engine: EngineCore;
  readonly request: EngineRequest;
  readonly query: URLSearchParams;
  readonly profile: ApiProfile;
  /** Who calls; null for nobody in particular. */
  readonly identity: Identity | null;
  /** The tenants that the caller may see; null for all. */
  readonly tenants: readonly string[] | null;
  readonly #whole: EngineCore;
  readonly #operationId: string;
  readonly #path: Readonly<Record<string, string>>;
  #body: Promise<JsonObject> | undefined;

  constructor({ engine, request, profile, operationId, path, query, identity }: OperationCallParts) {
    this.#whole = engine;
    this.tenants = accessibleTenants(engine, identity);
    this.engine = this.tenants === null ? engine : engineOfTenants(engine, this.tenants);
    this.request = request;
    this.profile = profile;
    this.identity = identity;
    this.query = new URLSearchParams(query);
    this.#operationId = operationId;
    this.#path = path;
  }

  /** A parameter of the path. */
  text(name: string): string {
    return this.#path[name] ?? '';
  }

  /** A key in the path. @throws EngineRejection if it is none, or that of something in another tenant */
  key(name: string): number {
    const text = this.text(name);
    const key = parseKey(text);
    if (key === undefined) {
      throw invalidArgument(
        `The path parameter '${name}' must be a key (decimal digits), but it is '${text}'`,
      );
    }
    this.refuseForeign(key);
    return key;
  }

  /** @throws EngineRejection NOT_FOUND if the key is that of something in a tenant which is none of the caller's */
  refuseForeign(key: number): void {
    if (this.tenants !== null && isOfOtherTenant(this.#whole, key, this.tenants)) {
      throw notFound(`something with the key '${key}'`);
    }
  }

  /** The body as a JSON object; a missing body is an empty object. A second call gives the same: a stream can be read once. @throws EngineRejection */
  json(): Promise<JsonObject> {
    this.#body ??= this.#readJson();
    return this.#body;
  }

  async #readJson(): Promise<JsonObject> {
    const text = await readJsonText(this.request, this.#limitBytes);
    if (text.trim() === '') {
      return {};
    }
    const value = parseJson(text);
    if (!isJsonObject(value)) {
      throw invalidArgument('The request body must be a JSON object');
    }
    this.profile.refuseNewer(this.#operationId, value);
    return value;
  }

  /** The body's fields. @throws EngineRejection, HttpProblem */
  async fields(): Promise<Fields> {
    return new Fields(await this.json());
  }

  /** The multipart body. @throws HttpProblem */
  form(): Promise<FormData> {
    return readForm(this.request, this.#limitBytes);
  }

  /** A query parameter that is true or false; null if it is missing or empty. @throws HttpProblem */
  flag(name: string): boolean | null {
    const values = this.query.getAll(name).filter((value) => value !== '');
    const [value] = values;
    if (value === undefined) {
      return null;
    }
    if (values.length > 1 || (value !== 'true' && value !== 'false')) {
      throw badRequest(
        `The query parameter '${name}' must be true or false, but it is '${values.join(', ')}'`,
      );
    }
    return value === 'true';
  }

  get #limitBytes(): number {
    return this.engine.options.maxRequestBytes ?? DEFAULT_MAX_REQUEST_BYTES;
  }
}

/** An answer that is not JSON with status 200. */
export class RawAnswer {
  readonly response: EngineResponse;

  constructor(response: EngineResponse) {
    this.response = response;
  }
}

/** An answer that is JSON with another status than 200. */
export class JsonAnswer {
  readonly status: number;
  readonly body: JsonObject;

  constructor(status: number, body: JsonObject) {
    this.status = status;
    this.body = body;
  }
}

/** What an operation answers: an object or a list is 200 with that JSON, undefined is 204, a raw answer is taken as it is. */
export type OperationResult = JsonObject | readonly JsonObject[] | undefined | JsonAnswer | RawAnswer;

/** Carries out an operation. @throws EngineRejection */
export type OperationHandler = (call: OperationCall) => OperationResult | Promise<OperationResult>;
