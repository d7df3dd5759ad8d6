// Runs the probe in a runtime with a command line: <data file>. Prints one line of JSON.
import { startEngine } from '../src/start-engine.ts';
import { call, type ProbeReport, probe, runInstance } from './runtime-probe.ts';

const [dataFile = ''] = process.argv.slice(2);
const report = { ...(await probe()), overHttp: await overHttp(), kept: await kept() };
console.log(JSON.stringify(report));

async function overHttp(): Promise<ProbeReport> {
  await using engine = await startEngine({ port: 0, dataFile });
  const throughSocket = (input: string | URL | Request, init?: RequestInit) =>
    fetch(`${engine.address}${new URL(String(input)).pathname.slice('/v2'.length)}`, init);
  return await runInstance(throughSocket, () => engine.clock.advance(3_600_000));
}

async function kept(): Promise<unknown> {
  await using engine = await startEngine({ listen: false, dataFile });
  const { items } = await call(engine.fetch, '/process-instances/search', {});
  return (items as unknown as { state: string }[]).map(({ state }) => state);
}
