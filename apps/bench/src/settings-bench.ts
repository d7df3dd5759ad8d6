import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OAuthClientCredentialsAuthProvider } from '@camunda/auth';
import { ConfigurationResolver, readEnvironment } from '@camunda/config';
import { createLogger } from '@camunda/logger';
import { type Bench, below, type Measurement, round } from './bench.ts';
import { bundleSize } from './bundle-size.ts';
import { importCost } from './import-cost.ts';
import { timePerCall } from './time-per-call.ts';

const ENVIRONMENT = {
  CAMUNDA_REST_ADDRESS: 'https://cluster.example',
  CAMUNDA_OAUTH_URL: 'https://login.example/oauth/token',
  CAMUNDA_CLIENT_ID: 'client',
  CAMUNDA_CLIENT_SECRET: 'planted',
  CAMUNDA_TOKEN_AUDIENCE: 'cluster.example',
  CAMUNDA_SDK_LOG_LEVEL: 'info',
  CAMUNDA_WORKER_MAX_CONCURRENT_JOBS: '32',
};

/** What settings, logs and credentials cost. */
export const settingsBench: Bench = {
  name: 'settings',
  about: '`@camunda/config`, `@camunda/logger` and `@camunda/auth`: medians of repeated runs in one process.',
  async run() {
    return [await headers(), await resolution(), await disabledLog(), imports(), ...(await bundle())];
  },
};

async function headers(): Promise<Measurement> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 3_600 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const provider = new OAuthClientCredentialsAuthProvider({
    oauthUrl: `http://127.0.0.1:${port}/token`,
    clientId: 'client',
    clientSecret: 'planted',
    audience: 'bench',
  });
  try {
    await provider.getHeaders();
    const nanoseconds = await timePerCall(() => provider.getHeaders(), 200_000);
    return below('`getHeaders()` with a valid token', nanoseconds / 1_000, 1, 'µs');
  } finally {
    await provider.close();
    server.close();
  }
}

async function resolution(): Promise<Measurement> {
  const once = (): unknown => new ConfigurationResolver(readEnvironment(ENVIRONMENT)).resolve();
  return below('resolving a full configuration', (await timePerCall(once, 500)) / 1e6, 1, 'ms');
}

async function disabledLog(): Promise<Measurement> {
  const logger = createLogger(undefined, { level: 'error' });
  const nanoseconds = await timePerCall(() => logger.debug('a job has ended'), 2_000_000);
  return below('a disabled log call', nanoseconds, 20, 'ns');
}

function imports(): Measurement {
  const cost = importCost(['@camunda/config', '@camunda/logger', '@camunda/auth']);
  return below('importing config, logger and auth, over an empty start', cost, 40, 'ms');
}

async function bundle(): Promise<Measurement[]> {
  const { onImport, total } = await bundleSize("export * from '@camunda/auth';", {
    external: ['oauth4webapi'],
  });
  const what = 'auth alone for browsers, bundled, minified, gzipped, without the OAuth library';
  return [
    below(`${what}: what importing it loads`, onImport, 6, 'kB'),
    { what: `${what}: with what the first token request loads`, value: `${round(total)} kB` },
  ];
}
