import { describeSetting, type SettingName, settingGroups } from '../src/configuration-schema.ts';

const HEAD = `# Settings

<!-- Written by scripts/environment-reference.mjs from the schema of @camunda/config; do not edit it by hand. -->

Every setting can stand in the environment, in a \`.env\` file, and under the same name in code. Of several sources the
last one wins: defaults, the profile, the \`.env\` file, the environment, code. An empty text counts as not set. Words such
as \`true\` or \`OAUTH\` may be written in any letter case.

Names in the column "also as" are those of other and older clients of the platform. They work, with a note.
`;

function code(text: string): string {
  return `\`${text}\``;
}

function defaultOf(name: SettingName): string {
  const { fallback, defaultNote } = describeSetting(name);
  const value = fallback === undefined ? '' : code(String(fallback));
  return [value, defaultNote ?? ''].filter((part) => part !== '').join('; ');
}

function row(name: SettingName): string {
  const { summary, expected, aliases = [], shared = [], secret } = describeSetting(name);
  const kind = secret === true ? `${expected}; secret` : expected;
  const others = [...aliases, ...shared].map(code).join(', ');
  const cells = [code(name), summary, kind, defaultOf(name), others];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The text of the page docs/environment.md. */
export function renderEnvironmentReference(): string {
  const sections = Object.entries(settingGroups).map(([title, settings]) => {
    const rows = (Object.keys(settings) as SettingName[]).map(row);
    return [
      `## ${title}`,
      '',
      '| setting | meaning | value | default | also as |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return [HEAD, ...sections].join('\n');
}
