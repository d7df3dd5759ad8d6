import { openCluster } from './cluster.ts';
import { explainFailure } from './explain-failure.ts';
import { run } from './run.ts';
import { readSettings, type Settings, USAGE, UsageError } from './settings.ts';
import { summarise } from './summary.ts';

/** What a shell expects of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

process.exitCode = await main();

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  try {
    return await workOrders(readSettings(args));
  } catch (error) {
    console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : explainFailure(error));
    return 1;
  }
}

async function workOrders(settings: Settings): Promise<number> {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(INTERRUPTED);
    console.error(
      '\nNo more orders; those in the cluster are worked to their end. Once more to leave at once.',
    );
    interrupt.abort();
  };
  process.on('SIGINT', onSignal);
  try {
    await using cluster = await openCluster(settings.port);
    console.error(`Working ${settings.instances} orders on ${cluster.name}`);
    const { outcomes, jobs, seconds } = await run(cluster.client, settings, interrupt.signal);
    console.log(summarise(outcomes, jobs, seconds));
    if (interrupt.signal.aborted) return INTERRUPTED;
    return outcomes.unfinished.length + outcomes.notPlaced.length === 0 ? 0 : 1;
  } finally {
    process.off('SIGINT', onSignal);
  }
}
