import type { WireResponse } from './sender.ts';

/** Whether an answer is a page for people, as login pages and proxies give, where a program is meant to be answered. */
export function isWebPage(response: WireResponse): boolean {
  return /html/i.test(response.header('content-type') ?? '') && response.body !== '';
}
