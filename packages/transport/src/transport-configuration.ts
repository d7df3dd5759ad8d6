import type { CamundaSdkConfiguration } from '@camunda/config';

/** The settings that a transport reads. */
type TransportSetting =
  | 'CAMUNDA_REST_ADDRESS'
  | 'CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP'
  | 'CAMUNDA_HTTP_PROXY'
  | 'CAMUNDA_HTTPS_PROXY'
  | 'CAMUNDA_NO_PROXY'
  | Extract<keyof CamundaSdkConfiguration, `CAMUNDA_MTLS_${string}`>
  | Extract<keyof CamundaSdkConfiguration, `CAMUNDA_SDK_HTTP_${string}`>
  | Extract<keyof CamundaSdkConfiguration, `CAMUNDA_SDK_BACKPRESSURE_${string}`>
  | 'CAMUNDA_SDK_USER_AGENT';

/** Settings of a transport: any part of the effective configuration of `@camunda/config`, or all of it. */
export type TransportConfiguration = {
  readonly [Name in TransportSetting]?: CamundaSdkConfiguration[Name] | undefined;
};
