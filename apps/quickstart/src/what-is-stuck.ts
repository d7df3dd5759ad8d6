import type { CamundaClient } from '@camunda/sdk';

/** A run that no longer gets anywhere; its message says what the cluster waits for. */
export class StalledError extends Error {}

/** One line for each thing that keeps instances from going on: job types without a worker, and incidents. */
export async function whatIsStuck(client: CamundaClient, servedTypes: readonly string[]): Promise<string[]> {
  const [jobs, incidents] = await Promise.all([
    client.searchJobs({ filter: { state: 'CREATED' }, page: { limit: 1_000 } }),
    client.searchIncidents({ filter: { state: 'ACTIVE' }, page: { limit: 5 } }),
  ]);
  const waiting = new Map<string, number>();
  for (const { type } of jobs.items) {
    if (!servedTypes.includes(type)) waiting.set(type, (waiting.get(type) ?? 0) + 1);
  }
  return [
    ...[...waiting].map(
      ([type, count]) => `No worker serves the job type ${JSON.stringify(type)}: ${count} jobs wait for one.`,
    ),
    ...incidents.items.map(
      ({ elementId, errorType, errorMessage }) => `Incident at ${elementId}: ${errorType}: ${errorMessage}`,
    ),
  ];
}
