// A managed identity is Azure's own; on this machine it is whoever is signed in there (Azure CLI, Visual Studio Code, …).
import { entraCredential } from '../connectors/index.js';
import type { Outcome } from '../run/index.js';
import { refused } from './outcome.js';

// The audience where an action names none (documented).
const management = 'https://management.azure.com/';

/** Gives a token for an audience, or why there is none. */
export function managedIdentity(
  load: typeof entraCredential = entraCredential,
): (audience: string, signal: AbortSignal) => Promise<string | Outcome> {
  let credential: ReturnType<typeof entraCredential> | undefined;
  return async (audience, abortSignal) => {
    try {
      credential ??= load();
      const scope = `${(audience || management).replace(/\/+$/, '')}/.default`;
      const token = await (await credential).getToken(scope, { abortSignal });
      return token?.token ?? noIdentity('no token came');
    } catch (error) {
      credential = undefined;
      return noIdentity((error as Error).message);
    }
  };
}

function noIdentity(why: string): Outcome {
  const advice = "Sign in with 'az login', or use authentication of type Raw with a token.";
  return refused('BadRequest', `On this machine a managed identity is whoever is signed in to Azure: ${why} ${advice}`);
}
