import type { OperationHandler } from '../http/operation-call.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatKey } from '../runtime/keys.ts';
import type { FormValue } from '../runtime/resource-values.ts';
import { findRow } from './find-row.ts';

/** Forms. */
export const formOperations: Readonly<Record<string, OperationHandler>> = {
  getFormByKey(call) {
    const { forms } = call.engine.projections.resources;
    return viewOfForm(findRow(forms, call.key('formKey'), 'a form'));
  },
};

/** A form as the API shows it. */
export function viewOfForm({ key, value }: { readonly key: number; readonly value: FormValue }): JsonObject {
  return {
    tenantId: value.tenantId,
    formId: value.formId,
    schema: value.schema,
    version: value.version,
    formKey: formatKey(key),
  };
}
