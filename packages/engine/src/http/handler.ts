import { isAbortError } from '@camunda/core';
import { checkPermissions } from '../auth/check-permissions.ts';
import { createAuthenticator } from '../auth/create-authenticator.ts';
import type { Authenticator } from '../auth/identity.ts';
import type { EngineCore } from '../runtime/engine-core.ts';
import { ApiProfile } from './api-profile.ts';
import { answerPreflight, withCors } from './cors.ts';
import type { EngineRequest, EngineResponse, RequestHandler } from './engine-request.ts';
import { badRequest, HttpProblem } from './http-problem.ts';
import {
  JsonAnswer,
  OperationCall,
  type OperationHandler,
  type OperationResult,
  RawAnswer,
} from './operation-call.ts';
import { problemOf } from './problem.ts';
import type { RoutedOperation } from './routed-operation.ts';
import { type RouteResult, Router } from './router.ts';

type FoundRoute = Extract<RouteResult, { kind: 'found' }>;

/** Answers requests of the Orchestration Cluster REST API. */
export class ApiHandler implements RequestHandler {
  readonly #engine: EngineCore;
  readonly #profile: ApiProfile;
  readonly #router: Router;
  readonly #authenticator: Authenticator | null;
  readonly #handlers: Readonly<Record<string, OperationHandler>>;

  /**
   * @param operations the API's operations; one without a handler answers 501
   * @throws EngineOptionError for an API version that is not known
   */
  constructor(
    engine: EngineCore,
    operations: Iterable<RoutedOperation>,
    handlers: Readonly<Record<string, OperationHandler>>,
  ) {
    this.#engine = engine;
    this.#profile = new ApiProfile(engine.options.apiVersion);
    this.#router = new Router(
      [...operations].filter(({ addedInVersion }) => this.#profile.has(addedInVersion)),
    );
    this.#handlers = handlers;
    this.#authenticator = createAuthenticator(engine);
  }

  async handle(request: EngineRequest): Promise<EngineResponse> {
    const { cors = false } = this.#engine.options;
    if (cors === false) {
      return this.#answer(request);
    }
    return withCors(cors, request, answerPreflight(cors, request) ?? (await this.#answer(request)));
  }

  async #answer(request: EngineRequest): Promise<EngineResponse> {
    const { target, method } = request;
    try {
      const response = await this.#route(request);
      return method === 'HEAD' ? { ...response, body: null } : response;
    } catch (error) {
      if (isAbortError(error) && request.signal?.aborted === true) {
        throw error;
      }
      return problemOf(error, target);
    }
  }

  async #route(request: EngineRequest): Promise<EngineResponse> {
    const { target, method } = request;
    const [path = '/', query = ''] = target.split('?', 2);
    const route = this.#router.find(method === 'HEAD' ? 'GET' : method, path);
    if (route.kind === 'wrong-method' && method === 'OPTIONS') {
      return { status: 200, contentType: null, body: null, headers: allowing(route.allowed) };
    }
    const isOpen = (route.kind === 'found' && route.operation.anonymous === true) || !isOfApi(path);
    const authenticator = isOpen ? null : this.#authenticator;
    const identity = authenticator && (await authenticator.authenticate(request.header('authorization')));
    const { operation, path: parameters } = foundOrRefused(route, method, path);
    const { operationId, requiredPermissions = [] } = operation;
    checkPermissions(this.#engine, identity, requiredPermissions);
    const handler = Object.hasOwn(this.#handlers, operationId) ? this.#handlers[operationId] : undefined;
    if (handler === undefined) {
      throw new HttpProblem(
        501,
        'Not Implemented',
        `The embedded engine does not have the operation '${operationId}'; a Camunda 8 cluster does`,
      );
    }
    const call = new OperationCall({
      engine: this.#engine,
      request,
      profile: this.#profile,
      operationId,
      path: parameters,
      query,
      identity,
    });
    return this.#toResponse(operationId, await handler(call));
  }

  #toResponse(operationId: string, result: OperationResult): EngineResponse {
    if (result === undefined) {
      return { status: 204, contentType: null, body: null };
    }
    if (result instanceof RawAnswer) {
      return result.response;
    }
    const { status, body } = result instanceof JsonAnswer ? result : { status: 200, body: result };
    const shown = this.#profile.withoutNewer(operationId, body);
    return { status, contentType: 'application/json', body: JSON.stringify(shown) };
  }
}

/** Whether a path, known or not, is among those that credentials are asked for. */
function isOfApi(path: string): boolean {
  return path.startsWith('/v2/') || path.startsWith('/cluster/');
}

function foundOrRefused(route: RouteResult, method: string, path: string): FoundRoute {
  switch (route.kind) {
    case 'found':
      return route;
    case 'unknown':
      throw new HttpProblem(404, 'Not Found', `There is no resource at '${path}'`);
    case 'malformed':
      throw badRequest(`The path '${path}' is not percent-encoded UTF-8`);
    case 'wrong-method': {
      const { allowed } = route;
      const detail = `The method ${method} is not supported at '${path}'; supported are ${allowed.join(', ')}`;
      throw new HttpProblem(405, 'Method Not Allowed', detail, allowing(allowed));
    }
  }
}

function allowing(methods: readonly string[]): Readonly<Record<string, string>> {
  const also = methods.includes('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS'];
  return { allow: [...methods, ...also].join(', ') };
}
