import { matchesLike } from './like.ts';

/** The words of a text as a search index keeps them: letters and digits, in small letters. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Whether a text has the words of a phrase, in their order and next to each other; case does not count. */
export function hasPhrase(text: string, phrase: string): boolean {
  const words = wordsOf(text);
  const wanted = wordsOf(phrase);
  return (
    wanted.length > 0 &&
    words.some((_, start) => wanted.every((word, index) => words[start + index] === word))
  );
}

/** Whether one of a text's words matches a `$like` pattern; case does not count. */
export function hasWordLike(text: string, pattern: string): boolean {
  return wordsOf(text).some((word) => matchesLike(word, pattern.toLowerCase()));
}
