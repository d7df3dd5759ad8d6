import type { Operation } from '../src/operation.ts';

/** Some operations of each class, as the API package describes them. */
export const getTopology: Operation = {
  operationId: 'getTopology',
  method: 'GET',
  path: '/topology',
  operationClass: 'safe',
  body: 'none',
  response: 'json',
};

export const searchJobs: Operation = {
  operationId: 'searchJobs',
  method: 'POST',
  path: '/jobs/search',
  operationClass: 'safe',
  body: 'json',
  response: 'json',
};

export const completeJob: Operation = {
  operationId: 'completeJob',
  method: 'POST',
  path: '/jobs/{jobKey}/completion',
  operationClass: 'acknowledgement',
  body: 'json',
  response: 'none',
};

export const createProcessInstance: Operation = {
  operationId: 'createProcessInstance',
  method: 'POST',
  path: '/process-instances',
  operationClass: 'unsafe',
  body: 'json',
  response: 'json',
  longPoll: true,
  requiredPermissions: ['PROCESS_DEFINITION:CREATE_PROCESS_INSTANCE'],
};

export const publishMessage: Operation = {
  operationId: 'publishMessage',
  method: 'POST',
  path: '/messages/publication',
  operationClass: 'unsafe',
  body: 'json',
  response: 'json',
};

export const activateJobs: Operation = {
  operationId: 'activateJobs',
  method: 'POST',
  path: '/jobs/activation',
  operationClass: 'unsafe',
  body: 'json',
  response: 'json',
  longPoll: true,
};

export const unassignUserFromGroup: Operation = {
  operationId: 'unassignUserFromGroup',
  method: 'DELETE',
  path: '/groups/{groupId}/users/{username}',
  operationClass: 'idempotent',
  body: 'none',
  response: 'none',
};

export const createDeployment: Operation = {
  operationId: 'createDeployment',
  method: 'POST',
  path: '/deployments',
  operationClass: 'unsafe',
  body: 'multipart',
  response: 'json',
};

export const getDocument: Operation = {
  operationId: 'getDocument',
  method: 'GET',
  path: '/documents/{documentId}',
  operationClass: 'safe',
  body: 'none',
  response: 'binary',
};
