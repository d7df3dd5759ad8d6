/** What reading settings from files needs of a runtime; a parameter, so that tests and other runtimes can bring their own. */
export interface FileAccess {
  /** The text of a UTF-8 file. Throws when there is none or it cannot be read. */
  readText(path: string): string;
  /** The absolute form of a path; a leading `~` stands for the home folder. */
  absolutePath(path: string): string;
  /** The names and values in the text of a `.env` file. */
  parseEnvironmentFile(text: string): Readonly<Record<string, string | undefined>>;
  /** The path of a file in the folder where this user's settings of an application are kept. */
  applicationFile(
    application: string,
    fileName: string,
    environ: Readonly<Record<string, string | undefined>>,
  ): string;
}

/** The runtime's own file access: none here. */
export const fileAccess: FileAccess | undefined = undefined;
