import { fileAccess } from '#file-access';
import { assertSettings } from './assert-settings.ts';
import type { CamundaSdkConfigPartial, CamundaSdkConfiguration } from './camunda-sdk-configuration.ts';
import { ConfigurationError } from './configuration-error.ts';
import { type ConfigurationLayer, isUnset } from './configuration-layer.ts';
import { deriveSettings } from './derive-settings.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { expandPaths } from './expand-paths.ts';
import type { FileAccess } from './file-access.ts';
import type { ConfigurationNote, Findings } from './findings.ts';
import { mergeLayers } from './merge-layers.ts';
import { parseSettings } from './parse-settings.ts';
import { readProfile } from './profiles/read-profile.ts';
import { type ConfigurationProvenance, provenanceOf } from './provenance.ts';
import {
  type EnvironmentReading,
  environmentReading,
  visibleSettings,
  wrapSecrets,
} from './read-environment.ts';
import { readKeyFile } from './read-key-file.ts';

/** The outcome of a resolution. Frozen; secrets are wrapped in every part of it. */
export interface ResolvedCamundaSdkConfiguration {
  /** All settings. */
  readonly effective: CamundaSdkConfiguration;
  /** What the environment and the `.env` file gave, by the names that they use. */
  readonly environment: CamundaSdkConfigPartial;
  /** What the code gave, by the names that it uses. */
  readonly explicit: CamundaSdkConfigPartial | undefined;
  /** Where each setting came from. */
  readonly provenance: ConfigurationProvenance;
  /** What is worth telling, but no error: other spellings, and names that are no settings. */
  readonly notes: readonly ConfigurationNote[];
}

/** How a {@link ConfigurationResolver} works. */
export interface ConfigurationResolverOptions {
  /** How files are read; `null` for not at all. @default the runtime's own, where it has one */
  readonly files?: FileAccess | null | undefined;
}

/**
 * Makes the effective settings: defaults < profile < `.env` file < environment < explicit.
 *
 * @example
 * const { effective } = new ConfigurationResolver(readEnvironment(), { CAMUNDA_SDK_LOG_LEVEL: 'info' }).resolve();
 *
 * @see the runtime reference's `ConfigurationResolver`
 */
export class ConfigurationResolver {
  readonly #environment: EnvironmentReading;
  readonly #explicit: Readonly<Record<string, unknown>> | undefined;
  readonly #files: FileAccess | undefined;

  /**
   * @param environment a result of `readEnvironment()`, or settings that count as the environment; `{}` for none
   * @param explicitConfiguration settings that win over all others
   * @throws TypeError when one of the two is no object of settings by name
   */
  constructor(
    environment: CamundaSdkConfigPartial | Readonly<Record<string, unknown>>,
    explicitConfiguration?: CamundaSdkConfigPartial | Readonly<Record<string, unknown>>,
    options: ConfigurationResolverOptions = {},
  ) {
    assertSettings('The environment of ConfigurationResolver', environment);
    if (explicitConfiguration !== undefined) {
      assertSettings('The explicit configuration of ConfigurationResolver', explicitConfiguration);
    }
    this.#environment = environmentReading(environment);
    this.#explicit = explicitConfiguration === undefined ? undefined : { ...explicitConfiguration };
    this.#files = options.files === undefined ? fileAccess : (options.files ?? undefined);
  }

  /**
   * Reads, merges and checks the settings. Nothing is kept: a second call looks at the files again.
   *
   * @throws ConfigurationError with everything that is wrong
   */
  resolve(): ResolvedCamundaSdkConfiguration {
    const findings: Findings = { issues: [], notes: [] };
    const layers = this.#layers(findings);
    const merged = mergeLayers(layers, findings);
    expandPaths(merged, this.#files);
    deriveSettings(merged, findings);
    readKeyFile(merged, this.#files, findings);
    const effective = parseSettings(merged, findings);
    if (effective === undefined || findings.issues.length > 0) throw new ConfigurationError(findings.issues);
    const inEnvironment = layers.filter(({ source }) => source === 'environment' || source === 'envfile');
    return Object.freeze({
      effective,
      environment: visibleSettings(inEnvironment),
      explicit: this.#explicit && (Object.freeze(wrapSecrets(this.#explicit)) as CamundaSdkConfigPartial),
      provenance: provenanceOf(merged),
      notes: Object.freeze(findings.notes.map((note) => Object.freeze({ ...note }))),
    });
  }

  /** The sources, the weakest first. */
  #layers(findings: Findings): ConfigurationLayer[] {
    const layers = this.#withEnvironmentFile(findings);
    if (this.#explicit !== undefined) layers.push({ source: 'explicit', values: this.#explicit });
    const named = layers.findLast(({ values }) => !isUnset(values.CAMUNDA_PROFILE));
    if (named !== undefined) {
      const name = String(named.values.CAMUNDA_PROFILE).trim();
      const { layer, issue } = readProfile(name, named.source, this.#files, this.#environment.environ);
      if (issue !== undefined) findings.issues.push(issue);
      if (layer !== undefined) layers.unshift(layer);
    }
    return layers;
  }

  #withEnvironmentFile(findings: Findings): ConfigurationLayer[] {
    const explicitFile = this.#explicit?.CAMUNDA_LOAD_ENVFILE;
    const isExplicit = !isUnset(explicitFile);
    const { layers, environ } = this.#environment;
    const alreadyRead = layers.some(({ source }) => source === 'envfile');
    if (alreadyRead && !isExplicit) return [...layers];
    const { layer, issue } = readEnvironmentFile(
      isExplicit ? explicitFile : environ.CAMUNDA_LOAD_ENVFILE,
      isExplicit ? 'explicit' : 'environment',
      this.#files,
    );
    if (issue !== undefined) findings.issues.push(issue);
    const others = layers.filter(({ source }) => source !== 'envfile');
    return layer === undefined ? others : [layer, ...others];
  }
}
