export { assertAuthHeaders } from './assert-auth-headers.ts';
export type { SecureAddressOptions } from './assert-secure-address.ts';
export { assertSecureAddress } from './assert-secure-address.ts';
export type { AuthConfiguration } from './auth-configuration.ts';
export type { AuthErrorCode, AuthErrorOptions } from './auth-error.ts';
export { AuthError } from './auth-error.ts';
export type { AuthContext, AuthHeaders, AuthProvider } from './auth-provider.ts';
export type { CreateAuthProviderOptions } from './auth-provider-from.ts';
export type { BasicAuthProviderOptions } from './basic-auth-provider.ts';
export { BasicAuthProvider } from './basic-auth-provider.ts';
export type { BearerAuthProviderOptions, BearerToken } from './bearer-auth-provider.ts';
export { BearerAuthProvider } from './bearer-auth-provider.ts';
export type { CallWithAuthOptions } from './call-with-auth.ts';
export { callWithAuth } from './call-with-auth.ts';
export type { CookieLoginOptions, CookieSessionOptions } from './cookie-auth-provider.ts';
export { CookieAuthProvider } from './cookie-auth-provider.ts';
export { createAuthProvider } from './create-auth-provider.ts';
export type { GetAuthHeadersOptions } from './get-auth-headers.ts';
export { getAuthHeaders } from './get-auth-headers.ts';
export { NullAuthProvider } from './null-auth-provider.ts';
export type {
  ClientAuthentication,
  PrivateKeyJwtAuthentication,
  TlsClientAuthentication,
} from './oauth/client-authentication.ts';
export { OAuthClientCredentialsAuthProvider } from './oauth/oauth-client-credentials-auth-provider.ts';
export type { OAuthClientCredentialsAuthProviderOptions } from './oauth/oauth-options.ts';
export type { StoredRefusal, StoredToken, TokenIdentity, TokenStore } from './oauth/token-store.ts';
