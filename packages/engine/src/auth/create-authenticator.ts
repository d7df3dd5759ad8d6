import { EngineOptionError } from '../engine-option-error.ts';
import type { EngineCore } from '../runtime/engine-core.ts';
import type { AuthenticationOption } from './authentication-option.ts';
import { BasicAuthenticator } from './basic-authenticator.ts';
import { BearerAuthenticator } from './bearer-authenticator.ts';
import type { Authenticator } from './identity.ts';

/** What finds out who calls; null if everybody may. @throws EngineOptionError */
export function createAuthenticator(engine: EngineCore): Authenticator | null {
  const option: AuthenticationOption = engine.options.authentication ?? { type: 'none' };
  if (option.type === 'none' && engine.options.authorizations !== undefined) {
    throw new EngineOptionError('authorizations', 'needs `authentication`: without it nobody is known');
  }
  switch (option.type) {
    case 'none':
      return null;
    case 'basic':
      return new BasicAuthenticator(engine, option);
    case 'bearer':
      return new BearerAuthenticator(option, () => engine.environment.wall.now());
    default: {
      const { type } = option as { type: unknown };
      throw new EngineOptionError(
        'authentication.type',
        `is ${JSON.stringify(type)}; expected none, basic or bearer`,
      );
    }
  }
}
