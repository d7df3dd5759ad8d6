/** What every deployed file that is no model has. */
interface DeployedFile {
  readonly version: number;
  readonly versionTag: string | null;
  readonly resourceName: string;
  readonly checksum: string;
  readonly deploymentKey: number;
  readonly tenantId: string;
}

/** One version of a form, as it was deployed. */
export interface FormValue extends DeployedFile {
  readonly formId: string;
  /** The form's JSON, as it was written. */
  readonly schema: string;
}

/** One version of a file that the engine only keeps, as it was deployed. */
export interface ResourceValue extends DeployedFile {
  readonly resourceId: string;
  /** In base64. */
  readonly content: string;
}

/** The record types of deployed files that are no models. */
export interface ResourceTypes {
  FORM: { value: FormValue; intent: 'CREATED' | 'DELETED' };
  RESOURCE: { value: ResourceValue; intent: 'CREATED' | 'DELETED' };
}
