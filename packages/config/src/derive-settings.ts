import { backpressureProfiles } from './backpressure-profiles.ts';
import { sourceLabel } from './configuration-layer.ts';
import { describeSetting, type SettingName } from './configuration-schema.ts';
import type { Findings } from './findings.ts';
import { inferStrategy } from './infer-strategy.ts';
import type { MergedValue } from './merge-layers.ts';

type Merged = Map<SettingName, MergedValue>;

const SOURCE_RANK = ['default', 'derived', 'profile', 'envfile', 'environment', 'explicit'];

function rank(value: MergedValue | undefined): number {
  return value === undefined ? -1 : SOURCE_RANK.indexOf(value.source);
}

function derive(
  merged: Merged,
  setting: SettingName,
  value: unknown,
  from: string,
  overrode: readonly MergedValue[] = [],
): void {
  merged.set(setting, { name: setting, value, source: 'derived', origin: `from ${from}`, overrode });
}

/** Gives a setting a value unless some source gave one. */
function deriveDefault(merged: Merged, setting: SettingName, value: unknown, from: string): void {
  if (!merged.has(setting)) derive(merged, setting, value, from);
}

/** An id or a region is one part of a host name or path, so nothing in it may end that part. */
function isNamePart(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]+$/i.test(value.trim());
}

function deriveAddress(merged: Merged, findings: Findings): void {
  const id = merged.get('CAMUNDA_CLUSTER_ID');
  const region = merged.get('CAMUNDA_CLUSTER_REGION');
  const address = merged.get('CAMUNDA_REST_ADDRESS');
  if (id === undefined && region === undefined) return;
  if (id === undefined || region === undefined) {
    if (address !== undefined) return;
    const given = id ?? region;
    const missing = id === undefined ? 'CAMUNDA_CLUSTER_ID' : 'CAMUNDA_CLUSTER_REGION';
    findings.issues.push({
      key: missing,
      code: 'INCOMPLETE_CREDENTIALS',
      source: given?.source ?? 'default',
      message: `${missing} is missing; the address of a SaaS cluster is built from its id and its region`,
    });
    return;
  }
  for (const part of [id, region]) {
    if (isNamePart(part.value)) continue;
    findings.issues.push({
      key: part.name,
      code: 'INVALID_VALUE',
      source: part.source,
      message: `${part.name} (${sourceLabel(part.source, part.origin)}) may hold letters, digits and hyphens only`,
    });
  }
  // An address from the same source is the more exact statement; the Console hands out both.
  if (rank(address) >= Math.max(rank(id), rank(region))) return;
  const host = `${String(region.value).trim().toLowerCase()}.zeebe.camunda.io`;
  derive(
    merged,
    'CAMUNDA_REST_ADDRESS',
    `https://${host}/${String(id.value).trim()}`,
    'CAMUNDA_CLUSTER_ID and CAMUNDA_CLUSTER_REGION',
    address === undefined ? [] : [address],
  );
}

const EXCLUSIVE: readonly (readonly [SettingName, SettingName])[] = [
  ['CAMUNDA_MTLS_CERT', 'CAMUNDA_MTLS_CERT_PATH'],
  ['CAMUNDA_MTLS_KEY', 'CAMUNDA_MTLS_KEY_PATH'],
  ['CAMUNDA_MTLS_CA', 'CAMUNDA_MTLS_CA_PATH'],
  ['CAMUNDA_OAUTH_PRIVATE_KEY', 'CAMUNDA_OAUTH_PRIVATE_KEY_PATH'],
  ['CAMUNDA_OAUTH_URL', 'CAMUNDA_OAUTH_ISSUER'],
];

/** Two ways to say one thing: the later source wins; both from one source are an issue. */
function settleExclusive(merged: Merged, findings: Findings): void {
  for (const [one, other] of EXCLUSIVE) {
    const left = merged.get(one);
    const right = merged.get(other);
    if (left === undefined || right === undefined) continue;
    if (left.source !== right.source) {
      const leftWins = rank(left) > rank(right);
      const [winner, loser] = leftWins ? [left, right] : [right, left];
      merged.set(leftWins ? one : other, { ...winner, overrode: [...winner.overrode, loser] });
      merged.delete(leftWins ? other : one);
      continue;
    }
    // Effective settings that are given again hold the default beside what replaced it.
    if (left.value === describeSetting(one).fallback) {
      merged.delete(one);
      continue;
    }
    findings.issues.push({
      key: left.name,
      code: 'CONFLICTING_VALUES',
      source: left.source,
      message: `${left.name} and ${right.name} (${sourceLabel(left.source, left.origin)}) exclude each other; give one`,
    });
  }
}

function requireBoth(merged: Merged, findings: Findings): void {
  const certificate = merged.get('CAMUNDA_MTLS_CERT') ?? merged.get('CAMUNDA_MTLS_CERT_PATH');
  const key = merged.get('CAMUNDA_MTLS_KEY') ?? merged.get('CAMUNDA_MTLS_KEY_PATH');
  const given = certificate ?? key;
  if (given === undefined || (certificate !== undefined && key !== undefined)) return;
  const missing = certificate === undefined ? 'CAMUNDA_MTLS_CERT' : 'CAMUNDA_MTLS_KEY';
  findings.issues.push({
    key: missing,
    code: 'INCOMPLETE_CREDENTIALS',
    source: given.source,
    message: `${missing} or ${missing}_PATH is missing; ${given.name} (${sourceLabel(given.source, given.origin)}) is of use only with it`,
  });
}

/** Adds what follows from other settings, and reports settings that do not go together. */
export function deriveSettings(merged: Merged, findings: Findings): void {
  deriveAddress(merged, findings);
  settleExclusive(merged, findings);
  requireBoth(merged, findings);
  const strategy = inferStrategy(merged, findings);
  if (strategy !== undefined) deriveDefault(merged, 'CAMUNDA_AUTH_STRATEGY', strategy, 'the credentials');
  const tenant = merged.get('CAMUNDA_TENANT_ID');
  if (tenant !== undefined) deriveDefault(merged, 'CAMUNDA_TENANT_IDS', tenant.value, 'CAMUNDA_TENANT_ID');
  const profile = String(merged.get('CAMUNDA_SDK_BACKPRESSURE_PROFILE')?.value ?? '')
    .trim()
    .toUpperCase();
  for (const [knob, value] of Object.entries(backpressureProfiles[profile] ?? {})) {
    deriveDefault(merged, knob as SettingName, value, 'CAMUNDA_SDK_BACKPRESSURE_PROFILE');
  }
}
