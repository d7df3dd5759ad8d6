/** The number by which the API names an error message: the 32-bit polynomial hash (factor 31) of its UTF-16 units. */
export function errorHashOf(errorMessage: string): number {
  let hash = 0;
  for (let index = 0; index < errorMessage.length; index++) {
    hash = (Math.imul(hash, 31) + errorMessage.charCodeAt(index)) | 0;
  }
  return hash;
}
