import { setting, settingWithDefault } from '../setting.ts';
import { listValue, textValue } from '../values/text-value.ts';
import { restAddressValue } from '../values/url-value.ts';

const DEFAULT_ADDRESS = 'http://localhost:8080/v2';

/** Which cluster, and which tenant of it. */
export const connectionSettings = {
  CAMUNDA_REST_ADDRESS: settingWithDefault(restAddressValue(), DEFAULT_ADDRESS, {
    summary: 'The base address of the Orchestration Cluster REST API. `/v2` is added unless it is there.',
    aliases: [
      'CAMUNDA_BASE_URL',
      'CAMUNDA_CLIENT_RESTADDRESS',
      'CAMUNDA_CLIENT_REST_ADDRESS',
      'CAMUNDA_CLIENT_ZEEBE_RESTADDRESS',
      'ZEEBE_CLIENT_RESTADDRESS',
    ],
    defaultNote: 'built from `CAMUNDA_CLUSTER_ID` and `CAMUNDA_CLUSTER_REGION` when they are set',
  }),
  ZEEBE_REST_ADDRESS: settingWithDefault(restAddressValue(), DEFAULT_ADDRESS, {
    summary: 'The same as `CAMUNDA_REST_ADDRESS`.',
    twinOf: 'CAMUNDA_REST_ADDRESS',
  }),
  CAMUNDA_CLUSTER_ID: setting(textValue('the id of a SaaS cluster'), {
    summary: 'The id of a SaaS cluster; with `CAMUNDA_CLUSTER_REGION` it stands for the address.',
    aliases: [
      'CAMUNDA_CLIENT_CLOUD_CLUSTERID',
      'CAMUNDA_CLIENT_CLOUD_CLUSTER_ID',
      'ZEEBE_CLIENT_CLOUD_CLUSTERID',
      'ZEEBE_CLIENT_CLOUD_CLUSTER_ID',
    ],
  }),
  CAMUNDA_CLUSTER_REGION: setting(textValue('the region of a SaaS cluster, such as bru-2'), {
    summary: 'The region of a SaaS cluster, such as `bru-2`.',
    aliases: ['CAMUNDA_CLIENT_CLOUD_REGION', 'ZEEBE_CLIENT_CLOUD_REGION'],
  }),
  CAMUNDA_TENANT_ID: setting(textValue('the id of a tenant'), {
    summary: 'The tenant of calls that name none.',
    aliases: [
      'CAMUNDA_DEFAULT_TENANT_ID',
      'CAMUNDA_CLIENT_TENANTID',
      'CAMUNDA_CLIENT_TENANT_ID',
      'ZEEBE_TENANT_ID',
      'ZEEBE_DEFAULT_TENANT_ID',
    ],
  }),
  CAMUNDA_TENANT_IDS: setting(listValue('ids of tenants'), {
    summary: 'The tenants whose jobs the workers ask for.',
    aliases: [
      'CAMUNDA_WORKER_TENANT_IDS',
      'CAMUNDA_DEFAULT_JOB_WORKER_TENANT_IDS',
      'ZEEBE_DEFAULT_JOB_WORKER_TENANT_IDS',
      'CAMUNDA_CLIENT_WORKER_DEFAULTS_TENANTIDS',
    ],
    defaultNote: '`CAMUNDA_TENANT_ID` alone, when it is set',
  }),
};
