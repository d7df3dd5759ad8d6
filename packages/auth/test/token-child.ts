// A process of its own that gets one token: started by tests with its options in the first argument. It says "ready", waits until its
// input ends, so that many can start together, and prints the token or the error.
import { OAuthClientCredentialsAuthProvider } from '../src/node/oauth-client-credentials-auth-provider-node.ts';

const provider = new OAuthClientCredentialsAuthProvider(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write('ready\n');
for await (const _chunk of process.stdin) {
  // Nothing is sent; only the end counts.
}
try {
  const headers = await provider.getHeaders();
  process.stdout.write(`${headers.Authorization}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
