import type { Secret } from '@camunda/core';

type Text = string | undefined;
type Hidden = string | Secret | undefined;

/** The settings that decide how calls are authenticated; an effective configuration of `@camunda/config` fits. */
export interface AuthConfiguration {
  readonly CAMUNDA_AUTH_STRATEGY?: 'NONE' | 'OAUTH' | 'BASIC' | 'BEARER' | 'COOKIE' | undefined;
  readonly CAMUNDA_REST_ADDRESS?: Text;
  readonly CAMUNDA_CLIENT_ID?: Text;
  readonly CAMUNDA_CLIENT_SECRET?: Hidden;
  readonly CAMUNDA_BASIC_AUTH_USERNAME?: Text;
  readonly CAMUNDA_BASIC_AUTH_PASSWORD?: Hidden;
  readonly CAMUNDA_BEARER_TOKEN?: Hidden;
  readonly CAMUNDA_COOKIE?: Hidden;
  readonly CAMUNDA_COOKIE_AUTH_URL?: Text;
  readonly CAMUNDA_COOKIE_AUTH_USERNAME?: Text;
  readonly CAMUNDA_COOKIE_AUTH_PASSWORD?: Hidden;
  readonly CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP?: boolean | undefined;
  readonly CAMUNDA_OAUTH_URL?: Text;
  readonly CAMUNDA_OAUTH_ISSUER?: Text;
  readonly CAMUNDA_TOKEN_AUDIENCE?: Text;
  readonly CAMUNDA_OAUTH_SCOPE?: Text;
  readonly CAMUNDA_OAUTH_RESOURCE?: Text;
  readonly CAMUNDA_OAUTH_CLIENT_AUTHENTICATION?:
    | 'client_secret_post'
    | 'client_secret_basic'
    | 'private_key_jwt'
    | 'tls_client_auth'
    | undefined;
  readonly CAMUNDA_OAUTH_PRIVATE_KEY?: Hidden;
  readonly CAMUNDA_OAUTH_PRIVATE_KEY_ID?: Text;
  readonly CAMUNDA_OAUTH_PRIVATE_KEY_ALGORITHM?: Text;
  readonly CAMUNDA_OAUTH_TIMEOUT_MS?: number | undefined;
  readonly CAMUNDA_OAUTH_RETRY_MAX?: number | undefined;
  readonly CAMUNDA_OAUTH_RETRY_BASE_DELAY_MS?: number | undefined;
  readonly CAMUNDA_OAUTH_401_COOLDOWN_SECONDS?: number | undefined;
  readonly CAMUNDA_TOKEN_CACHE_DIR?: Text;
  readonly CAMUNDA_TOKEN_DISK_CACHE_DISABLE?: boolean | undefined;
}
