// What a source file imports: [{ specifier, line }], static and dynamic imports and re-exports alike.
import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

export function readImports(path) {
  const source = readFileSync(path, 'utf8');
  const { module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const at = (offset) => source.slice(0, offset).split('\n').length;
  const found = [];
  for (const { moduleRequest } of module.staticImports) {
    found.push({ specifier: moduleRequest.value, line: at(moduleRequest.start) });
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) {
      if (moduleRequest) found.push({ specifier: moduleRequest.value, line: at(moduleRequest.start) });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end);
    if (/^['"]/.test(text)) found.push({ specifier: text.slice(1, -1), line: at(moduleRequest.start) });
  }
  return found;
}

/** The package that a bare specifier names: "@a/b/c" gives "@a/b". */
export function packageOf(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}
