/** The version of the product whose API the engine answers. */
export const VERSION = '8.10.0';
