import type { Fields } from '../http/fields.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';

/** The business id of a request; null if it has none. @throws EngineRejection if it is too long or empty */
export function readBusinessId(fields: Fields): string | null {
  const businessId = fields.optionalText('businessId');
  if (businessId !== null && (businessId.length < 1 || businessId.length > 256)) {
    throw invalidArgument("The field 'businessId' must have 1 to 256 characters");
  }
  return businessId;
}
