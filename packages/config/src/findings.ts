import type { ConfigurationIssue, ConfigurationSource } from './configuration-error.ts';

/** Something worth telling that does not keep the configuration from being used. */
export interface ConfigurationNote {
  /** The name as its source spells it. */
  readonly key: string;
  /**
   * `DEPRECATED_NAME`: another spelling of a setting. `UNKNOWN_NAME`: no setting, and none has a similar name.
   * `UNREAD_NAME`: a setting of other clients that would be missed, and that nothing here reads.
   */
  readonly code: 'DEPRECATED_NAME' | 'UNKNOWN_NAME' | 'UNREAD_NAME';
  readonly source: ConfigurationSource;
  /** A sentence for people; it holds no value. */
  readonly message: string;
}

/** What a resolution has found so far. */
export interface Findings {
  readonly issues: ConfigurationIssue[];
  readonly notes: ConfigurationNote[];
}
