/** Whether an answer says that the credentials of a call to `url` will not do; another origin, where a redirect led, never got them. */
export function isRefused(response: Response, url: string): boolean {
  if (response.status !== 401) return false;
  return response.url === '' || new URL(response.url).origin === new URL(url).origin;
}
