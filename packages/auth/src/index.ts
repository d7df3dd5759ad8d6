export type { AuthContext, AuthProvider } from './auth-provider.ts';
