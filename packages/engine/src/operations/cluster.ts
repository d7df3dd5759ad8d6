import type { OperationHandler } from '../http/operation-call.ts';
import { versionOf } from './version.ts';

/** The state of the cluster: one broker with one partition, always well. */
export const clusterOperations: Readonly<Record<string, OperationHandler>> = {
  getStatus: () => undefined,
  getTopology: (call) => ({
    brokers: [
      {
        nodeId: 0,
        brokerId: '0',
        host: 'localhost',
        port: 26501,
        partitions: [{ partitionId: 1, role: 'leader', health: 'healthy', state: 'active' }],
        version: versionOf(call),
      },
    ],
    clusterId: 'embedded',
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: versionOf(call),
    lastCompletedChangeId: '-1',
  }),
};
