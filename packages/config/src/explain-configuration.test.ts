import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../test/memory-files.ts';
import { ConfigurationResolver } from './configuration-resolver.ts';
import { explainConfiguration } from './explain-configuration.ts';
import { readEnvironment } from './read-environment.ts';

const files = memoryFiles({ '/project/.env': 'CAMUNDA_REST_ADDRESS=http://file\nCAMUNDA_CLIENT_ID=i' });

function explain(): string[] {
  const environ = {
    CAMUNDA_LOAD_ENVFILE: '1',
    ZEEBE_REST_ADDRESS: 'http://env',
    ZEEBE_CLIENT_SECRET: 'planted',
    CAMUNDA_NO_PROXY: 'a,b',
  };
  const environment = readEnvironment(environ, { files });
  const explicit = { CAMUNDA_REST_ADDRESS: 'http://code', CAMUNDA_WORKER_NAME: 'two\nlines' };
  return explainConfiguration(new ConfigurationResolver(environment, explicit, { files }).resolve()).split(
    '\n',
  );
}

const rowOf = (name: string): string[] =>
  explain()
    .find((line) => line.startsWith(`${name} `))
    ?.split(/ {2,}/) ?? [];

describe('explainConfiguration', () => {
  it('shows name, value, source and what was overridden', () => {
    expect(rowOf('CAMUNDA_REST_ADDRESS')).toEqual([
      'CAMUNDA_REST_ADDRESS',
      'http://code/v2',
      'explicit',
      'environment as ZEEBE_REST_ADDRESS; .env file /project/.env',
    ]);
    expect(rowOf('CAMUNDA_CLIENT_ID')).toEqual(['CAMUNDA_CLIENT_ID', 'i', '.env file /project/.env']);
    expect(rowOf('CAMUNDA_AUTH_STRATEGY')).toEqual([
      'CAMUNDA_AUTH_STRATEGY',
      'OAUTH',
      'from the credentials',
    ]);
    expect(rowOf('CAMUNDA_SDK_VALIDATION')).toEqual([
      'CAMUNDA_SDK_VALIDATION',
      'req:none,res:none',
      'default',
    ]);
    expect(rowOf('CAMUNDA_TENANT_ID')).toEqual(['CAMUNDA_TENANT_ID', '-', 'default']);
  });

  it('shows that there is a secret, and nothing of it', () => {
    expect(rowOf('CAMUNDA_CLIENT_SECRET')).toEqual([
      'CAMUNDA_CLIENT_SECRET',
      '[secret]',
      'environment as ZEEBE_CLIENT_SECRET',
    ]);
  });

  it('shows each setting on one line, once', () => {
    expect(rowOf('CAMUNDA_WORKER_NAME')[1]).toBe('two\\u000alines');
    expect(rowOf('ZEEBE_REST_ADDRESS')).toEqual([]);
    expect(explain().filter((line) => line.startsWith('CAMUNDA_NO_PROXY'))).toHaveLength(1);
  });

  it('ends with the notes', () => {
    expect(explain().at(-1)).toBe(
      'note: ZEEBE_CLIENT_SECRET (environment) is another spelling of CAMUNDA_CLIENT_SECRET; it works, but prefer that name',
    );
  });
});
