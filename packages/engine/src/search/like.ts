const compiled = new Map<string, RegExp>();

/** Whether text matches a `$like` pattern: `*` any run, `?` one character, a backslash takes the next one as it is; the whole text, case matters. */
export function matchesLike(text: string, pattern: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = compile(pattern);
    if (compiled.size > 100) {
      compiled.clear();
    }
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

function compile(pattern: string): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    if (character === '*') {
      // A run of stars means the same as one, and would make matching slow.
      source += source.endsWith('.*') ? '' : '.*';
    } else if (character === '?') {
      source += '.';
    } else {
      const literal = character === '\\' && index + 1 < pattern.length ? pattern.charAt(++index) : character;
      source += literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  return new RegExp(`^${source}$`, 's');
}
