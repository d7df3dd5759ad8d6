import { INVALID, settingValue } from './setting-value.ts';

/**
 * One of a few words, in any letter case.
 *
 * @param choices the words as they come out
 * @param synonyms other words that are accepted, in lower case, and what each stands for
 */
export const choiceValue = <const Choice extends string>(
  choices: readonly Choice[],
  synonyms: Readonly<Record<string, Choice>> = {},
) => {
  const words = new Map<string, Choice>([
    ...Object.entries(synonyms),
    ...choices.map((choice) => [choice.toLowerCase(), choice] as const),
  ]);
  return settingValue<Choice>(`one of ${choices.join(', ')}`, (given) =>
    typeof given === 'string' ? (words.get(given.trim().toLowerCase()) ?? INVALID) : INVALID,
  );
};
