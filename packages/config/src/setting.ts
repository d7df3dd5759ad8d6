import * as v from 'valibot';

/** What the schema says of a setting besides its type and default. */
export type SettingAbout = {
  /** One or two sentences for the reference page. */
  readonly summary: string;
  /** Its value is a credential: it is held in a Secret, and never printed. @default false */
  readonly secret?: boolean;
  /** The setting that this one is a second name of; both always hold the same value. @default none */
  readonly twinOf?: string;
  /** Names that the platform's clients used or use for the same thing. They work, with a note. @default none */
  readonly aliases?: readonly string[];
  /** Names that the whole operating system shares, such as `HTTPS_PROXY`; used when no name of ours is set. @default none */
  readonly shared?: readonly string[];
  /** How the default comes about, where it depends on other settings. @default the default itself */
  readonly defaultNote?: string;
  /** The value is a path of a file or folder, so a leading `~` stands for the home folder. @default false */
  readonly path?: boolean;
};

type ValueSchema = v.GenericSchema<unknown, unknown>;

/** A setting without a default: `undefined` when no source has it. */
export function setting<const TValue extends ValueSchema, const TAbout extends SettingAbout>(
  value: TValue,
  about: TAbout,
) {
  return v.optional(v.pipe(value, v.metadata<v.InferOutput<TValue>, TAbout>(about)), undefined);
}

/** A setting with a default, which is given as an input of its schema. */
export function settingWithDefault<
  const TValue extends ValueSchema,
  const TDefault extends string | number | boolean,
  const TAbout extends SettingAbout,
>(value: TValue, fallback: TDefault, about: TAbout) {
  return v.optional(v.pipe(value, v.metadata<v.InferOutput<TValue>, TAbout>(about)), fallback);
}
