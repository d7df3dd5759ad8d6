/** `major.minor` of a version such as `8.9.3-alpha1`; `undefined` for what is not a version. */
export function parseVersion(text: string): readonly [number, number] | undefined {
  const match = /^\D*(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** Whether `version` is a later minor than `than`. What cannot be read is not later. */
export function isLaterVersion(version: string, than: string): boolean {
  const [one, other] = [parseVersion(version), parseVersion(than)];
  if (one === undefined || other === undefined) return false;
  return one[0] > other[0] || (one[0] === other[0] && one[1] > other[1]);
}
