import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Env = { readonly [name: string]: string | undefined };

/** Where dryflow keeps what is the user's and not a project's: keys and certificates. Never in the current folder. */
export function configFolder(env: Env): string {
  const base = process.platform === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME'];
  // A relative one is to be ignored (XDG Base Directory Specification).
  if (base && isAbsolute(base)) return join(base, 'dryflow');
  return join(home(env), process.platform === 'win32' ? 'AppData/Roaming' : '.config', 'dryflow');
}

/** The user's home, else that of the system's list of users; without one there it is the root, as containers have it. */
function home(env: Env): string {
  const named = env['HOME'] ?? homedir();
  if (isAbsolute(named)) return named;
  try {
    return userInfo().homedir;
  } catch {
    return '/';
  }
}

/** The key that the emulator's tokens are signed with: made once, since making it takes longer than a run. */
export function signingKeyPath(env: Env): string {
  return join(configFolder(env), 'emulator-signing-key.pem');
}

/** The folder of the development certificate that the emulator shows over https. */
export function certificateFolder(env: Env): string {
  return join(configFolder(env), 'emulator-certificate');
}
