/** Where warnings go; a `CamundaLogger` is one. */
export interface WarningLogger {
  warn(message: string): void;
}
