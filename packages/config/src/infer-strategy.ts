import type { CamundaAuthStrategy } from './camunda-sdk-configuration.ts';
import { sourceLabel } from './configuration-layer.ts';
import type { SettingName } from './configuration-schema.ts';
import type { Findings } from './findings.ts';
import type { MergedValue } from './merge-layers.ts';

type Merged = ReadonlyMap<SettingName, MergedValue>;
type Strategy = Exclude<CamundaAuthStrategy, 'NONE'>;

/** Which credentials each strategy has and lacks. */
interface Credentials {
  readonly present: readonly SettingName[];
  readonly missing: readonly (readonly SettingName[])[];
}

const CLIENT_SECRETS: Readonly<Record<string, readonly SettingName[]>> = {
  private_key_jwt: ['CAMUNDA_OAUTH_PRIVATE_KEY', 'CAMUNDA_OAUTH_PRIVATE_KEY_PATH'],
  tls_client_auth: ['CAMUNDA_MTLS_CERT', 'CAMUNDA_MTLS_CERT_PATH'],
};

function oauthSecrets(merged: Merged): readonly SettingName[] {
  const method = String(merged.get('CAMUNDA_OAUTH_CLIENT_AUTHENTICATION')?.value ?? '')
    .trim()
    .toLowerCase();
  return CLIENT_SECRETS[method] ?? ['CAMUNDA_CLIENT_SECRET'];
}

/** For each strategy the parts of its credentials; each part may be given in one of several ways. */
function requirements(merged: Merged): Readonly<Record<Strategy, readonly (readonly SettingName[])[]>> {
  const login = ['CAMUNDA_COOKIE_AUTH_USERNAME', 'CAMUNDA_COOKIE_AUTH_PASSWORD'] as const;
  return {
    OAUTH: [['CAMUNDA_CLIENT_ID'], oauthSecrets(merged)],
    BASIC: [['CAMUNDA_BASIC_AUTH_USERNAME'], ['CAMUNDA_BASIC_AUTH_PASSWORD']],
    BEARER: [['CAMUNDA_BEARER_TOKEN']],
    COOKIE: login.map((part) => ['CAMUNDA_COOKIE', part] as const),
  };
}

function credentialsOf(merged: Merged, parts: readonly (readonly SettingName[])[]): Credentials {
  const present = parts.flat().filter((name) => merged.has(name));
  return {
    present: [...new Set(present)],
    missing: parts.filter((ways) => !ways.some((name) => merged.has(name))),
  };
}

function reportMissing(
  strategy: Strategy,
  credentials: Credentials,
  merged: Merged,
  findings: Findings,
): void {
  const chosen = merged.get('CAMUNDA_AUTH_STRATEGY');
  const [firstPresent] = credentials.present;
  const present = firstPresent === undefined ? chosen : merged.get(firstPresent);
  const because =
    present === undefined
      ? ''
      : ` (${present.name} from ${sourceLabel(present.source, present.origin)} asks for it)`;
  for (const ways of credentials.missing) {
    findings.issues.push({
      key: ways[0] ?? 'CAMUNDA_AUTH_STRATEGY',
      code: 'INCOMPLETE_CREDENTIALS',
      source: present?.source ?? 'default',
      message: `${ways.join(' or ')} is missing; authentication by ${strategy} needs it${because}`,
    });
  }
}

/**
 * The strategy that was set, or else the one that the credentials ask for; half a set of credentials is an issue, and so
 * are the credentials of two strategies when none is set.
 */
export function inferStrategy(merged: Merged, findings: Findings): CamundaAuthStrategy | undefined {
  const needed = requirements(merged);
  const chosen = merged.get('CAMUNDA_AUTH_STRATEGY');
  if (chosen !== undefined) {
    const word = String(chosen.value).trim().toUpperCase();
    const strategy = word === 'OIDC' ? 'OAUTH' : word;
    const parts = Object.entries(needed).find(([name]) => name === strategy)?.[1];
    if (parts !== undefined) {
      reportMissing(strategy as Strategy, credentialsOf(merged, parts), merged, findings);
    }
    return undefined;
  }
  const found = (Object.keys(needed) as Strategy[])
    .map((strategy) => ({ strategy, ...credentialsOf(merged, needed[strategy]) }))
    .filter(({ present }) => present.length > 0);
  for (const candidate of found) {
    if (candidate.missing.length > 0) reportMissing(candidate.strategy, candidate, merged, findings);
  }
  if (found.length > 1) {
    const names = found.map(({ strategy, present }) => `${strategy} (${present.join(', ')})`);
    findings.issues.push({
      key: 'CAMUNDA_AUTH_STRATEGY',
      code: 'AMBIGUOUS_CREDENTIALS',
      source: 'derived',
      message: `CAMUNDA_AUTH_STRATEGY must say which credentials to use; there are those of ${names.join(' and ')}`,
    });
    return undefined;
  }
  return found[0]?.strategy;
}
