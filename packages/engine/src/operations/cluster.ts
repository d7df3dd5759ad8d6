import type { OperationHandler } from '../http/operation-call.ts';
import type { JsonObject } from '../runtime/json.ts';
import { versionOf } from './version.ts';

const PARTITION = { partitionId: 1, role: 'leader', health: 'healthy', state: 'active' };
const CLUSTER_ID = 'embedded';
const HOST = 'localhost';
const PORT = 26501;

/** The state of the cluster: one broker with one partition, always well. */
export const clusterOperations: Readonly<Record<string, OperationHandler>> = {
  getStatus: () => undefined,
  getClusterStatus: () => ({ status: 'HEALTHY' }),
  getTopology: (call) => ({
    brokers: [
      {
        nodeId: 0,
        brokerId: '0',
        host: HOST,
        port: PORT,
        partitions: [PARTITION],
        version: versionOf(call),
      },
    ],
    clusterId: CLUSTER_ID,
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: versionOf(call),
    lastCompletedChangeId: String(call.engine.state.platform.lastChangeId),
  }),
  getClusterTopology: (call): JsonObject => ({
    brokers: [{ brokerId: '0', host: HOST, port: PORT, version: versionOf(call) }],
    clusterId: CLUSTER_ID,
    clusterSize: 1,
    gatewayVersion: versionOf(call),
    physicalTenants: [
      {
        physicalTenantId: 'default',
        partitionsCount: 1,
        replicationFactor: 1,
        lastCompletedChangeId: String(call.engine.state.platform.lastChangeId),
        brokers: [{ brokerId: '0', partitions: [PARTITION] }],
      },
    ],
  }),
};
