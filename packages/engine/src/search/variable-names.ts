import type { SearchableEntity } from './entity.ts';
import type { Row } from './rows.ts';

interface VariableName extends Row {
  readonly name: string;
}

/** The names of the variables that instances of one process definition have or had, each once, in alphabetical order. */
export function variableNames(processDefinitionKey: number): SearchableEntity<VariableName> {
  return {
    rows: ({ variables }) => {
      const names = new Set<string>();
      for (const { value } of variables.values()) {
        if (value.processDefinitionKey === processDefinitionKey) {
          names.add(value.name);
        }
      }
      return new Map([...names].sort().map((name, key) => [key, { key, name }]));
    },
    fields: { name: { type: 'string', sortable: false, read: ({ name }) => name } },
    view: ({ name }) => ({ name }),
  };
}
