export type {
  CamundaAuthStrategy,
  CamundaBackpressureProfile,
  CamundaSdkConfigPartial,
  CamundaSdkConfiguration,
  CamundaSdkLogLevel,
} from './camunda-sdk-configuration.ts';
export type {
  ConfigurationIssue,
  ConfigurationIssueCode,
  ConfigurationSource,
} from './configuration-error.ts';
export { ConfigurationError } from './configuration-error.ts';
export type {
  ConfigurationResolverOptions,
  ResolvedCamundaSdkConfiguration,
} from './configuration-resolver.ts';
export { ConfigurationResolver } from './configuration-resolver.ts';
export { explainConfiguration } from './explain-configuration.ts';
export type { FileAccess } from './file-access.ts';
export type { ConfigurationNote } from './findings.ts';
export type { ConfigurationProvenance, SettingOrigin, SettingProvenance } from './provenance.ts';
export type { ReadEnvironmentOptions } from './read-environment.ts';
export { readEnvironment } from './read-environment.ts';
export type { CamundaValidationMode, CamundaValidationSetting } from './values/validation-value.ts';
