import type { Operation } from '@camunda/transport';

const requiredPermissions = ['PROCESS_DEFINITION:UPDATE_PROCESS_INSTANCE'];

/** `POST /jobs/activation` */
export const activateJobs: Operation = {
  operationId: 'activateJobs',
  method: 'POST',
  path: '/jobs/activation',
  operationClass: 'unsafe',
  body: 'json',
  response: 'json',
  longPoll: true,
  requiredPermissions,
};

/** `POST /jobs/{jobKey}/completion` */
export const completeJob: Operation = acknowledgement('completeJob', 'completion');

/** `POST /jobs/{jobKey}/failure` */
export const failJob: Operation = acknowledgement('failJob', 'failure');

/** `POST /jobs/{jobKey}/error` */
export const throwJobError: Operation = acknowledgement('throwJobError', 'error');

/** `PATCH /jobs/{jobKey}` */
export const updateJob: Operation = {
  operationId: 'updateJob',
  method: 'PATCH',
  path: '/jobs/{jobKey}',
  operationClass: 'idempotent',
  body: 'json',
  response: 'none',
  requiredPermissions,
};

/** `GET /topology`: which version the cluster has, and so whether it knows leases. */
export const getTopology: Operation = {
  operationId: 'getTopology',
  method: 'GET',
  path: '/topology',
  operationClass: 'safe',
  body: 'none',
  response: 'json',
};

function acknowledgement(operationId: string, command: string): Operation {
  return {
    operationId,
    method: 'POST',
    path: `/jobs/{jobKey}/${command}`,
    operationClass: 'acknowledgement',
    body: 'json',
    response: 'none',
    requiredPermissions,
  };
}
