import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** Where a setting came from. */
export type ConfigurationSource = 'default' | 'derived' | 'profile' | 'envfile' | 'environment' | 'explicit';

/**
 * What is wrong with a setting.
 *
 * - `INVALID_VALUE`: the value is not of the setting's kind
 * - `UNKNOWN_NAME`: there is no setting of this name
 * - `CONFLICTING_VALUES`: one source gives two different values for one setting, or two settings exclude each other
 * - `INCOMPLETE_CREDENTIALS`: a part is missing of what belongs together, or of what the strategy needs
 * - `AMBIGUOUS_CREDENTIALS`: credentials of several strategies, and nothing says which one to use
 * - `FILE_UNREADABLE`: a file that a setting names cannot be read, or is not of its format
 * - `PROFILE_NOT_FOUND`: no profile has the name
 */
export type ConfigurationIssueCode =
  | 'INVALID_VALUE'
  | 'UNKNOWN_NAME'
  | 'CONFLICTING_VALUES'
  | 'INCOMPLETE_CREDENTIALS'
  | 'AMBIGUOUS_CREDENTIALS'
  | 'FILE_UNREADABLE'
  | 'PROFILE_NOT_FOUND';

/** One thing that is wrong with the configuration. */
export interface ConfigurationIssue {
  /** The name of the setting, as its source spells it. */
  readonly key: string;
  readonly code: ConfigurationIssueCode;
  /** Where the value came from. */
  readonly source: ConfigurationSource;
  /** A sentence for people; it holds no secret. */
  readonly message: string;
}

/** Everything that is wrong with a configuration, at once. No part of it holds a secret. */
export class ConfigurationError extends CamundaError {
  /** What is wrong, sorted by name. */
  readonly issues: readonly ConfigurationIssue[];

  /** @param issues at least one */
  constructor(issues: readonly ConfigurationIssue[]) {
    const sorted = [...issues].sort((left, right) =>
      left.key < right.key ? -1 : left.key > right.key ? 1 : 0,
    );
    const lines = sorted.map((issue) => `  - ${issue.message}`);
    super(`The configuration cannot be used:\n${lines.join('\n')}`, { code: 'CONFIGURATION_INVALID' });
    this.issues = Object.freeze(sorted.map((issue) => Object.freeze({ ...issue })));
  }

  get [errorBrand('ConfigurationError')](): true {
    return true;
  }

  /** Whether `value` is a ConfigurationError. */
  static override isInstance(value: unknown): value is ConfigurationError {
    return hasErrorBrand(value, 'ConfigurationError');
  }
}
