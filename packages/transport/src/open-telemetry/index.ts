export type { OpenTelemetryOptions } from './open-telemetry-policy.ts';
export { openTelemetryPolicy } from './open-telemetry-policy.ts';
