import { operations } from '@camunda/api/descriptors';
import type { FetchLike } from '@camunda/core';
import type { ApiVersion } from '../src/http/api-profile.ts';
import { Router } from '../src/http/router.ts';
import { findSchemaErrors } from './schema-check.ts';
import { findOperation, readSpecification, type Specification } from './specification.ts';

let hasSaidSo = false;

/** The specification document, if it is beside the repository. */
function readDocument(): Specification | null {
  const document = readSpecification();
  if (document === null && !hasSaidSo) {
    hasSaidSo = true;
    console.log('response checker: no specification document found; responses are not checked');
  }
  return document;
}

const byVersion = new Map<ApiVersion, Specification | null>();

/** The document as it would be at a version: members that came later are not in its schemas. */
function documentOf(apiVersion: ApiVersion): Specification | null {
  const known = byVersion.get(apiVersion);
  if (known !== undefined) {
    return known;
  }
  const whole = readDocument();
  const made = whole === null ? null : (removeNewer(structuredClone(whole), apiVersion) as Specification);
  byVersion.set(apiVersion, made);
  return made;
}

function removeNewer(node: unknown, apiVersion: ApiVersion): unknown {
  if (typeof node !== 'object' || node === null) {
    return node;
  }
  const { properties, required, 'x-properties-added-in-version': added = [] } = node as Marked;
  for (const { propertyName, addedInVersion = '8.8' } of added) {
    if (Number(addedInVersion.split('.')[1]) > Number(apiVersion.split('.')[1])) {
      delete properties?.[propertyName];
      required?.splice(0, required.length, ...required.filter((name) => name !== propertyName));
    }
  }
  for (const member of Object.values(node)) {
    removeNewer(member, apiVersion);
  }
  return node;
}

interface Marked {
  readonly properties?: Record<string, unknown>;
  readonly required?: string[];
  readonly 'x-properties-added-in-version'?: { propertyName: string; addedInVersion?: string }[];
}

const router = new Router(Object.values(operations));

/**
 * A `fetch` that checks every answer against the specification: a body that the schema does not allow makes the call
 * reject, so whatever test made it fails. Without the document beside the repository it checks nothing, and says so once.
 */
export function checkedFetch(inner: FetchLike, apiVersion: ApiVersion = '8.10'): FetchLike {
  return async (input, init) => {
    const response = await inner(input, init);
    const url = new URL(input instanceof Request ? input.url : String(input));
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const errors = await findResponseErrors(method, url.pathname, response.clone(), apiVersion);
    if (errors.length > 0) {
      throw new Error(
        `${method} ${url.pathname} answered ${response.status} against the specification:\n${errors.join('\n')}`,
      );
    }
    return response;
  };
}

async function findResponseErrors(
  method: string,
  path: string,
  response: Response,
  apiVersion: ApiVersion,
): Promise<string[]> {
  const document = documentOf(apiVersion);
  const type = response.headers.get('content-type')?.split(';')[0];
  if (document === null || type === undefined) {
    return [];
  }
  const { schemas } = document.components;
  if (response.status >= 400) {
    const isProblem = type === 'application/problem+json';
    const problem = { $ref: '#/components/schemas/ProblemDetail' };
    return isProblem
      ? findSchemaErrors(schemas, problem, await response.json())
      : [`a failure must be application/problem+json, but it is ${type}`];
  }
  const route = router.find(method, path);
  const operationId = route.kind === 'found' ? route.operation.operationId : '';
  const operation = findOperation(document, operationId);
  const declared = operation?.responses?.[String(response.status)];
  if (declared === undefined) {
    return [`the operation '${operationId}' has no answer ${response.status}`];
  }
  const schema = declared.content?.[type]?.schema;
  if (schema === undefined) {
    return [`the answer ${response.status} of '${operationId}' has no ${type}`];
  }
  return type.includes('json') ? findSchemaErrors(schemas, schema, await response.json()) : [];
}
