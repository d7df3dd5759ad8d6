import type { EngineEvent } from '../runtime/event.ts';
import type { FormValue, ResourceValue } from '../runtime/resource-values.ts';
import type { Row } from './rows.ts';

export interface FormRow extends Row {
  readonly value: FormValue;
}

export interface ResourceRow extends Row {
  readonly value: ResourceValue;
}

/** What can be read of deployed forms and other files. */
export class ResourceRows {
  readonly forms = new Map<number, FormRow>();
  readonly resources = new Map<number, ResourceRow>();

  /** Takes an event in; an event about something else is left alone. */
  project(event: EngineEvent): void {
    if (event.valueType === 'FORM') {
      put(this.forms, event);
    } else if (event.valueType === 'RESOURCE') {
      put(this.resources, event);
    }
  }
}

function put<Value>(
  rows: Map<number, { readonly key: number; readonly value: Value }>,
  { key, value, intent }: { key: number; value: Value; intent: 'CREATED' | 'DELETED' },
): void {
  if (intent === 'CREATED') {
    rows.set(key, { key, value });
  } else {
    rows.delete(key);
  }
}
