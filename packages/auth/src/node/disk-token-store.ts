import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CamundaLogger } from '@camunda/logger';
import type { StoredRefusal, StoredToken, TokenIdentity, TokenStore } from '../oauth/token-store.ts';
import { tell } from '../tell.ts';
import { withFileLock } from './file-lock.ts';
import { makePrivateFolder } from './make-private-folder.ts';
import { readPrivateFile, removeFile, writePrivateFile } from './private-file.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { parseRefusalFile, parseTokenFile, refusalFile, tokenFile } from './token-file.ts';

/** What a {@link DiskTokenStore} is made from. */
export interface DiskTokenStoreOptions {
  /** The folder, made with its parents when it is missing; `~` stands for the home folder. */
  readonly directory: string;
  /** Where to write that the folder cannot be used. @default nowhere */
  readonly logger?: CamundaLogger | undefined;
}

/**
 * Keeps tokens in a folder, one file for each identity: readable by their owner only, written as a whole, checked when read. A
 * folder that cannot be written is found out once, told once, and not used.
 *
 * @see the runtime reference's `cache_dir`
 */
export class DiskTokenStore implements TokenStore {
  /** The folder, with `~` expanded. */
  readonly directory: string;
  readonly #logger: CamundaLogger | undefined;
  #usable: Promise<boolean> | undefined;

  constructor(options: DiskTokenStoreOptions) {
    this.directory = options.directory.replace(/^~(?=$|[/\\])/, () => homedir());
    this.#logger = options.logger;
  }

  async read(identity: TokenIdentity): Promise<StoredToken | undefined> {
    if (!(await this.#isUsable())) return undefined;
    const text = await readPrivateFile(this.#path(identity, 'token.json'));
    return text === undefined ? undefined : parseTokenFile(text, identity);
  }

  async write(identity: TokenIdentity, token: StoredToken): Promise<void> {
    if (!(await this.#isUsable())) return;
    await writePrivateFile(this.#path(identity, 'token.json'), tokenFile(identity, token));
    await removeFile(this.#path(identity, 'refused.json'));
  }

  async readRefusal(identity: TokenIdentity): Promise<StoredRefusal | undefined> {
    if (!(await this.#isUsable())) return undefined;
    const text = await readPrivateFile(this.#path(identity, 'refused.json'));
    return text === undefined ? undefined : parseRefusalFile(text, identity);
  }

  async writeRefusal(identity: TokenIdentity, refusal: StoredRefusal): Promise<void> {
    if (!(await this.#isUsable())) return;
    await writePrivateFile(this.#path(identity, 'refused.json'), refusalFile(identity, refusal));
  }

  async remove(identity: TokenIdentity): Promise<void> {
    if (!(await this.#isUsable())) return;
    await removeFile(this.#path(identity, 'token.json'));
    await removeFile(this.#path(identity, 'refused.json'));
  }

  /** Waits until no other process asks for this identity's token: at most a minute, and then goes ahead all the same. */
  async withLock<T>(identity: TokenIdentity, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (!(await this.#isUsable())) return await work();
    return await withFileLock(this.#path(identity, 'lock'), work, { signal });
  }

  #path(identity: TokenIdentity, kind: string): string {
    return join(this.directory, `camunda-${identity.digest}.${kind}`);
  }

  #isUsable(): Promise<boolean> {
    this.#usable ??= this.#probe();
    return this.#usable;
  }

  async #probe(): Promise<boolean> {
    try {
      await makePrivateFolder(this.directory);
      const probe = join(this.directory, `.write-test-${process.pid}-${randomUUID()}`);
      await writePrivateFile(probe, '');
      await removeFile(probe);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell(
        this.#logger,
        'warn',
        `Tokens are kept in memory only: CAMUNDA_TOKEN_CACHE_DIR is ${this.directory}, which cannot be written: ${reason}`,
      );
      return false;
    }
    await removeLeftovers(this.directory).catch((error: unknown) => {
      // Another process may have been quicker, and another user's files are not ours to remove.
      tell(this.#logger, 'debug', `Temporary files stay in ${this.directory}: ${String(error)}`);
    });
    return true;
  }
}
