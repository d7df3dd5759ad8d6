import { isAbortError } from '@camunda/core';
import type { EngineCore } from '../runtime/engine-core.ts';
import { EngineRejection } from '../runtime/engine-rejection.ts';
import type { EngineRequest, EngineResponse } from './engine-request.ts';
import {
  MalformedBody,
  OperationCall,
  type OperationHandler,
  type OperationResult,
  RawAnswer,
} from './operation-call.ts';
import { problem, statusOf } from './problem.ts';
import type { RoutedOperation } from './routed-operation.ts';
import { Router } from './router.ts';

/** Answers requests of the Orchestration Cluster REST API. */
export class ApiHandler {
  readonly #engine: EngineCore;
  readonly #router: Router;
  readonly #handlers: Readonly<Record<string, OperationHandler>>;

  /** @param operations the API's operations; one without a handler answers 501 */
  constructor(
    engine: EngineCore,
    operations: Iterable<RoutedOperation>,
    handlers: Readonly<Record<string, OperationHandler>>,
  ) {
    this.#engine = engine;
    this.#router = new Router(operations);
    this.#handlers = handlers;
  }

  /** Answers a request; it never throws but for an abort of the caller. */
  async handle(request: EngineRequest): Promise<EngineResponse> {
    const { target, method } = request;
    const [path = '/', query = ''] = target.split('?', 2);
    const route = this.#router.find(method, path);
    if (route.kind === 'unknown') {
      return problem(404, 'NOT_FOUND', `There is no resource at '${path}'`, target);
    }
    if (route.kind === 'wrong-method') {
      const detail = `The method ${method} is not supported at '${path}'; supported are ${route.allowed.join(', ')}`;
      const answer = problem(405, 'METHOD_NOT_ALLOWED', detail, target);
      return { ...answer, headers: { allow: route.allowed.join(', ') } };
    }
    const { operationId } = route.operation;
    const handler = Object.hasOwn(this.#handlers, operationId) ? this.#handlers[operationId] : undefined;
    if (handler === undefined) {
      const detail = `The embedded engine does not have the operation '${operationId}'`;
      return problem(501, 'NOT_IMPLEMENTED', detail, target);
    }
    const call = new OperationCall(this.#engine, request, route.path, new URLSearchParams(query));
    return this.#run(handler, call, target);
  }

  async #run(handler: OperationHandler, call: OperationCall, target: string): Promise<EngineResponse> {
    try {
      return toEngineResponse(await handler(call));
    } catch (error) {
      if (isAbortError(error) && call.request.signal?.aborted === true) {
        throw error;
      }
      return problemOf(error, target);
    }
  }
}

function toEngineResponse(result: OperationResult): EngineResponse {
  if (result === undefined) {
    return { status: 204, contentType: null, body: null };
  }
  if (result instanceof RawAnswer) {
    return result.response;
  }
  return { status: 200, contentType: 'application/json', body: JSON.stringify(result) };
}

function problemOf(error: unknown, target: string): EngineResponse {
  if (EngineRejection.isInstance(error)) {
    return problem(statusOf(error.type), error.type, error.message, target);
  }
  if (error instanceof MalformedBody) {
    return problem(400, 'Bad Request', error.message, target);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return problem(500, 'INTERNAL', `The engine failed: ${reason}`, target);
}
