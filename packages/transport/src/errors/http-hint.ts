import { wordsOfTerminator } from '#network-fault-words';
import type { CallRequest } from '../call-request.ts';
import { type NetworkTarget, nameTarget } from '../describe-network-fault.ts';
import type { WireResponse } from '../sender.ts';
import type { ProblemDetails } from './http-error.ts';

/** What to look at first after an error status, where there is something common to say. */
export function httpHint(
  request: CallRequest,
  response: WireResponse,
  problem: ProblemDetails | undefined,
  target: NetworkTarget,
): string | undefined {
  const { operation } = request;
  switch (response.status) {
    case 400:
      return (
        wordsOfTerminator(String(response.body), nameTarget(target)) ??
        notTheCluster(response.status, problem, target)
      );
    case 401:
      return !request.carriesCredentials
        ? 'The call carried no credentials: set CAMUNDA_AUTH_STRATEGY, or check the client id and secret.'
        : 'The credentials were refused: check CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET and CAMUNDA_TOKEN_AUDIENCE.';
    case 403:
      if (/html/i.test(response.header('content-type') ?? ''))
        return notTheCluster(response.status, problem, target);
      return operation.requiredPermissions === undefined || operation.requiredPermissions.length === 0
        ? 'The client lacks a permission that this operation needs.'
        : `The operation needs the permission ${operation.requiredPermissions.join(' and ')}.`;
    case 404:
      return problem === undefined && !/\/v2(?:\/|$|\?)/.test(request.url)
        ? 'The address has no /v2 in its path: CAMUNDA_REST_ADDRESS usually ends in /v2.'
        : notTheCluster(response.status, problem, target);
    case 407:
      return 'The proxy asks for a user and a password: put them into CAMUNDA_HTTPS_PROXY or HTTPS_PROXY.';
    case 413:
      return 'The body is larger than the cluster or a proxy on the way allows: send less, or raise that limit.';
    default:
      return response.status > 300 && response.status < 400 && response.status !== 304
        ? 'The address redirects, which a REST API does not: it probably leads to a login page, or needs https:// or another path.'
        : notTheCluster(response.status, problem, target);
  }
}

/** A cluster's own error answers have problem details. */
function notTheCluster(
  status: number,
  problem: ProblemDetails | undefined,
  target: NetworkTarget,
): string | undefined {
  if (problem !== undefined) return undefined;
  const where = nameTarget(target);
  return status === 403 || status === 429 || (status >= 502 && status <= 504)
    ? `Something in front of the cluster answered: look at the load balancer or proxy at ${where}.`
    : `A Camunda cluster does not answer like this: is there one at ${where}?`;
}
