/**
 * A function with the shape of the web platform's `fetch`.
 *
 * Whatever takes one works with the runtime's own, with a wrapped one, and with the embedded engine's `fetch`.
 */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
