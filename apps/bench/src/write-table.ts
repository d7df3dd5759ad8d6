import { readFileSync, writeFileSync } from 'node:fs';

/** Puts a bench's output between the markers that a document has for it. @throws Error if it has none */
export function writeTable(file: URL, name: string, text: string): void {
  const before = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- end of bench ${name} -->`];
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${file.pathname} has no "${begin}" and "${end}"`);
  writeFileSync(file, `${before.slice(0, from)}${begin}\n\n${text.trim()}\n\n${before.slice(to)}`);
}
