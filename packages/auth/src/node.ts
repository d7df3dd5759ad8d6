export type { DiskTokenStoreOptions } from './node/disk-token-store.ts';
export { DiskTokenStore } from './node/disk-token-store.ts';
export { tokenFromFile } from './node/token-from-file.ts';
