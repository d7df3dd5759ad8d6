/**
 * The members of an object as the parts of a form: files as they are, several under one name for an array of files, texts and numbers
 * as text, everything else as a JSON part.
 */
export function toFormData(body: Readonly<Record<string, unknown>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value) && value.some((item) => item instanceof Blob)) {
      for (const item of value) append(form, name, item);
    } else append(form, name, value);
  }
  return form;
}

function append(form: FormData, name: string, value: unknown): void {
  // A file keeps its own name; a blob without one is sent under the name "blob".
  if (value instanceof Blob) form.append(name, value);
  else if (typeof value === 'object')
    form.append(name, new Blob([JSON.stringify(value)], { type: 'application/json' }));
  else form.append(name, String(value));
}
