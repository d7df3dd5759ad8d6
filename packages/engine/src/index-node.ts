export type {
  AuthenticationOption,
  BasicAuthentication,
  BasicUser,
  BearerAuthentication,
  NoAuthentication,
} from './auth/authentication-option.ts';
export type { AuthorizationsOption } from './auth/check-permissions.ts';
export type { Resource } from './commands/prepare-resources.ts';
export { createEngine } from './create-engine.ts';
export { DataFileError } from './data/data-file-error.ts';
export type { Engine, EngineEvents, EngineProjections, EngineTime } from './engine.ts';
export { EngineOptionError } from './engine-option-error.ts';
export { EngineStartError } from './engine-start-error.ts';
export type { ApiVersion } from './http/api-profile.ts';
export type { CorsOption } from './http/cors.ts';
export type { EngineOptions } from './runtime/engine-options.ts';
export { EngineRejection, type RejectionType } from './runtime/engine-rejection.ts';
export type { EngineEvent, EventOf, EventTypes, ValueType } from './runtime/event.ts';
export type { JsonObject, JsonValue } from './runtime/json.ts';
export type { EngineConsistency, Lag } from './search/lag.ts';
export type { EngineSnapshot } from './snapshot/engine-snapshot.ts';
export type { StartEngineOptions } from './start-engine.ts';
export { startEngine } from './start-engine.ts';
export type { ListenOptions, RunningEngine, StartedEngine } from './started-engine.ts';
