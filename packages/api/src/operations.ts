// The one index that is not sorted by hand: its 241 names are generated.
export * from './generated/standalone.ts';
