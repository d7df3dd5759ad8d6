import type { Secret } from '@camunda/core';

/** The settings that a transport reads: any subset of the effective configuration of `@camunda/config`. */
export interface TransportConfiguration {
  readonly CAMUNDA_REST_ADDRESS?: string | undefined;
  readonly CAMUNDA_SDK_HTTP_TIMEOUT_MS?: number | undefined;
  readonly CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS?: number | undefined;
  readonly CAMUNDA_SDK_HTTP_RETRY_BASE_DELAY_MS?: number | undefined;
  readonly CAMUNDA_SDK_HTTP_RETRY_MAX_DELAY_MS?: number | undefined;
  readonly CAMUNDA_SDK_USER_AGENT?: string | undefined;
  readonly CAMUNDA_MTLS_CERT?: string | undefined;
  readonly CAMUNDA_MTLS_CERT_PATH?: string | undefined;
  readonly CAMUNDA_MTLS_KEY?: Secret | undefined;
  readonly CAMUNDA_MTLS_KEY_PATH?: string | undefined;
  readonly CAMUNDA_MTLS_KEY_PASSPHRASE?: Secret | undefined;
  readonly CAMUNDA_MTLS_CA?: string | undefined;
  readonly CAMUNDA_MTLS_CA_PATH?: string | undefined;
  readonly CAMUNDA_HTTP_PROXY?: string | Secret | undefined;
  readonly CAMUNDA_HTTPS_PROXY?: string | Secret | undefined;
  readonly CAMUNDA_NO_PROXY?: string | readonly string[] | undefined;
}
