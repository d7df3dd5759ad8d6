// The picture in docs/architecture.md, as data: which of our packages each package may import.
export const ARROWS = {
  core: [],
  logger: ['core'],
  config: ['core'],
  auth: ['core', 'logger', 'config'],
  transport: ['core', 'logger', 'config', 'auth'],
  api: ['core', 'logger', 'config', 'auth', 'transport'],
  worker: ['core', 'logger', 'config', 'auth', 'transport'],
  sdk: ['core', 'logger', 'config', 'auth', 'transport', 'api', 'worker'],
  engine: ['core', 'api'],
};

// Where a package may import only some entries of another one.
export const ENTRIES = { engine: { api: ['@camunda/api/descriptors', '@camunda/api/versions'] } };

export const LONGEST_FILE = 400;
export const LONGEST_UMBRELLA_FILE = 100;
export const README_LINES = { least: 20, most: 200 };
