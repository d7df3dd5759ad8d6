import type { ActivatedJob } from './activated-job.ts';
import type { JsonObject } from './json-value.ts';
import { validateWith } from './validate-with.ts';
import type { ResolvedWorkerConfig } from './worker-config.ts';

/**
 * The job as its handler sees it: with the variables and headers that the schemas make. The same object where there is no
 * schema.
 *
 * @throws JobValidationError when they do not fit
 */
export function prepareJob(
  job: ActivatedJob,
  { inputSchema, customHeadersSchema }: ResolvedWorkerConfig,
): ActivatedJob | Promise<ActivatedJob> {
  if (inputSchema === undefined && customHeadersSchema === undefined) return job;
  const customHeaders =
    customHeadersSchema === undefined
      ? job.customHeaders
      : validateWith(customHeadersSchema, job.customHeaders, 'customHeaders');
  const variables =
    inputSchema === undefined ? job.variables : validateWith(inputSchema, job.variables, 'variables');
  if (!(variables instanceof Promise || customHeaders instanceof Promise)) {
    return { ...job, variables: variables as JsonObject, customHeaders: customHeaders as JsonObject };
  }
  return Promise.all([variables, customHeaders]).then(([lateVariables, lateHeaders]) => ({
    ...job,
    variables: lateVariables as JsonObject,
    customHeaders: lateHeaders as JsonObject,
  }));
}
