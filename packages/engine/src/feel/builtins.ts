import { contextFunctions } from './context-functions.ts';
import { conversionFunctions } from './conversion-functions.ts';
import { environmentFunctions } from './environment-functions.ts';
import { type Overload, register } from './function-signature.ts';
import { listFunctions } from './list-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { rangeFunctions } from './range-functions.ts';
import { stringFunctions } from './string-functions.ts';

/** All built-in functions by name. */
export const builtins: ReadonlyMap<string, readonly Overload[]> = createBuiltins();

function createBuiltins(): Map<string, Overload[]> {
  const registry = new Map<string, Overload[]>();
  for (const table of [
    contextFunctions,
    conversionFunctions,
    listFunctions,
    numberFunctions,
    rangeFunctions,
    stringFunctions,
  ]) {
    register(registry, table);
  }
  register(registry, environmentFunctions, true);
  return registry;
}
