import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** What one run of the quickstart does. */
export interface Settings {
  /** How many orders are placed. */
  readonly instances: number;
  /** The path of the BPMN file that is deployed. */
  readonly model: string;
  /** The id of the process that is started. */
  readonly processId: string;
  /** The port of the embedded engine; 0 takes a free one. Unused with a real cluster. */
  readonly port: number;
  /** How long nothing may finish before the run gives up, in seconds. */
  readonly patienceSeconds: number;
}

export const USAGE = `Usage: npm start -- [options]

  --instances <n>   how many orders to place (500)
  --model <file>    the BPMN file to deploy (models/order.bpmn)
  --process <id>    the process to start (order)
  --port <n>        the port of the embedded engine (0: any free one)
  --patience <s>    give up when nothing has finished for so many seconds (15)

With CAMUNDA_REST_ADDRESS set, the same program runs against that cluster instead of the embedded engine.`;

/** A mistake on the command line. */
export class UsageError extends Error {}

/** Reads the command line; throws a {@link UsageError} that names the option, what was given and what is expected. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parse(args);
  return {
    instances: wholeNumber('--instances', values.instances, 1, 1_000_000),
    model: values.model,
    processId: values.process,
    port: wholeNumber('--port', values.port, 0, 65_535),
    patienceSeconds: wholeNumber('--patience', values.patience, 1, 86_400),
  };
}

function parse(args: readonly string[]) {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        instances: text('500'),
        model: text(fileURLToPath(new URL('../models/order.bpmn', import.meta.url))),
        process: text('order'),
        port: text('0'),
        patience: text('15'),
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (given.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(
    `${option} is ${JSON.stringify(given)}; a whole number from ${least} to ${most} is expected.`,
  );
}
