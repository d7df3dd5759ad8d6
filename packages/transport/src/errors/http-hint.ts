import type { CallRequest } from '../call-request.ts';
import type { WireResponse } from '../sender.ts';
import type { ProblemDetails } from './http-error.ts';

/** What to look at first after an error status, where there is something common to say. */
export function httpHint(
  request: CallRequest,
  response: WireResponse,
  problem: ProblemDetails | undefined,
): string | undefined {
  const { operation } = request;
  switch (response.status) {
    case 401:
      return request.headers.authorization === undefined
        ? 'The call carried no credentials: set CAMUNDA_AUTH_STRATEGY, or check the client id and secret.'
        : 'The credentials were refused: check CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET and CAMUNDA_TOKEN_AUDIENCE.';
    case 403:
      return operation.requiredPermissions === undefined || operation.requiredPermissions.length === 0
        ? 'The client lacks a permission that this operation needs.'
        : `The operation needs the permission ${operation.requiredPermissions.join(' and ')}.`;
    case 404:
      return problem === undefined && !/\/v2(?:\/|$|\?)/.test(request.url)
        ? 'The address has no /v2 in its path: CAMUNDA_REST_ADDRESS usually ends in /v2.'
        : undefined;
    case 407:
      return 'The proxy asks for a user and a password: put them into CAMUNDA_HTTPS_PROXY or HTTPS_PROXY.';
    case 413:
      return 'The body is larger than the cluster or a proxy on the way allows: send less, or raise that limit.';
    default:
      return response.status >= 300 && response.status < 400
        ? 'The address redirects, which a REST API does not: it probably leads to a login page, or needs https:// or another path.'
        : undefined;
  }
}
