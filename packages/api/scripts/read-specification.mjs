// Reads the OpenAPI document and gives its operations with all references of their own followed.
import { readFileSync } from 'node:fs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export function readSpecification(path) {
  const document = JSON.parse(readFileSync(path, 'utf8'));
  const follow = (node) => {
    let found = node;
    while (found && typeof found === 'object' && '$ref' in found) found = at(document, found.$ref);
    return found;
  };
  const operations = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      if (!item[method]) continue;
      operations.push(readOperation(path, item, method, follow));
    }
  }
  operations.sort((a, b) => (a.operationId < b.operationId ? -1 : 1));
  return { document, follow, operations };
}

function readOperation(path, item, method, follow) {
  const operation = item[method];
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(follow);
  const body = follow(operation.requestBody);
  const responses = Object.entries(operation.responses).map(([status, response]) => ({
    status: Number(status),
    contentTypes: Object.keys(follow(response).content ?? {}),
  }));
  return {
    ...operation,
    path,
    method: method.toUpperCase(),
    // The administration of the whole cluster is served beside "/v2", not below it.
    base: item.servers === undefined ? undefined : 'origin',
    pathParameters: parameters.filter((parameter) => parameter.in === 'path'),
    queryParameters: parameters.filter((parameter) => parameter.in === 'query'),
    bodyContentType: body ? Object.keys(body.content)[0] : undefined,
    bodySchema: body ? Object.values(body.content)[0].schema : undefined,
    bodyRequired: body?.required === true,
    answerSchemas: Object.entries(operation.responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([, response]) => Object.values(follow(response).content ?? {}))
      .map(({ schema }) => schema),
    successes: responses.filter(({ status }) => status >= 200 && status < 300),
  };
}

/** The members of a schema, through references and compositions, by name. */
export function membersOf(schema, follow) {
  const node = follow(schema);
  if (!node) return {};
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((key) => node[key] ?? []);
  return Object.assign({}, ...parts.map((part) => membersOf(part, follow)), node.properties);
}

function at(document, reference) {
  const steps = reference.slice(2).split('/');
  return steps.reduce((node, step) => node[step.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}
