import type { CallRequest } from '../call-request.ts';

/** What is known of a call before it is sent, by the names of the HTTP conventions. Nothing of it grows with the number of calls. */
export function spanAttributes(request: CallRequest): Record<string, string | number> {
  const url = new URL(request.url);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return {
    'http.request.method': request.operation.method,
    'url.template': request.operation.path,
    'server.address': url.hostname,
    'server.port': port,
    'camunda.operation': request.operation.operationId,
  };
}
