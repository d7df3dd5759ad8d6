import { CamundaError } from '@camunda/core';
import type { Engine } from '../engine.ts';
import { formatKey } from '../runtime/keys.ts';
import { type StartEngineOptions, startEngine } from '../start-engine.ts';
import { ModelDeployer } from './model-deployer.ts';
import { type Arguments, readArguments, USAGE } from './read-arguments.ts';
import { readAuthentication } from './read-authentication.ts';
import { watchModels } from './watch-models.ts';

/** Where the command line prints, and how long it runs. */
export interface CommandLineHost {
  /** Prints a line for the user. */
  print(line: string): void;
  /** Prints a line about what went wrong. */
  printError(line: string): void;
  /** Resolves when the user wants it to end (Ctrl-C). */
  untilStopped(): Promise<void>;
}

/** Runs `camunda-engine`. @returns the exit code: 0 when the user ended it, 1 when it could not start */
export async function runCommandLine(argv: readonly string[], host: CommandLineHost): Promise<number> {
  try {
    const options = readArguments(argv);
    if (options.help) {
      host.print(USAGE);
    } else {
      await run(options, host);
    }
    return 0;
  } catch (error) {
    host.printError(messageOf(error));
    return 1;
  }
}

async function run(options: Arguments, host: CommandLineHost): Promise<void> {
  const { paths, watch, data } = options;
  await using engine = await startEngine({
    ...(await engineOptionsOf(options)),
    dataFile: data,
    onDataFileError: (error) => host.printError(messageOf(error)),
  });
  printIncidents(engine, host);
  const deployer = new ModelDeployer(engine, paths);
  const files = await deployer.deploy();
  host.print('camunda-engine: for development and tests; production runs on a Camunda 8 cluster');
  host.print(data === undefined ? 'data: kept in memory only' : `data: kept in ${data}`);
  host.print(`listening: CAMUNDA_REST_ADDRESS=${engine.address}`);
  if (options.managementPort !== undefined) {
    host.print(`management: ${engine.managementAddress}/actuator`);
  }
  for (const file of files) {
    host.print(`deployed: ${file}`);
  }
  if (paths.length > 0 && files.length === 0) {
    host.print(`deployed: nothing, there is no model in ${paths.join(', ')}`);
  }
  const redeploy = async () => {
    try {
      for (const file of await deployer.deploy()) {
        host.print(`deployed again: ${file}`);
      }
    } catch (error) {
      host.printError(messageOf(error));
    }
  };
  const unwatch = watch ? watchModels(paths, redeploy) : () => undefined;
  host.print(watch ? 'ready, watching the models; Ctrl-C ends it' : 'ready; Ctrl-C ends it');
  await host.untilStopped();
  unwatch();
}

async function engineOptionsOf(options: Arguments): Promise<StartEngineOptions> {
  const { port, host, managementPort, apiVersion, multiTenancy, cors } = options;
  const authentication = await readAuthentication(options.authentication);
  return { port, host, managementPort, apiVersion, multiTenancy, cors, authentication };
}

function printIncidents(engine: Engine, host: CommandLineHost): void {
  engine.events.subscribe((event) => {
    if (event.valueType === 'INCIDENT' && event.intent === 'CREATED') {
      const { elementId, errorType, errorMessage, processInstanceKey, instance } = event.value;
      const where = `'${elementId}' of ${instance.processDefinitionId} ${formatKey(processInstanceKey)}`;
      host.printError(`incident: ${errorType} at ${where}: ${errorMessage.replace(/\s+/g, ' ')}`);
    }
  });
}

function messageOf(error: unknown): string {
  if (CamundaError.isInstance(error)) {
    return `camunda-engine: ${error.message}`;
  }
  return `camunda-engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
