import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where dryflow keeps what is the user's and not a project's: keys and certificates. */
export function configFolder(env: { readonly [name: string]: string | undefined }): string {
  const base = process.platform === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME'];
  return base
    ? join(base, 'dryflow')
    : join(homedir(), process.platform === 'win32' ? 'AppData/Roaming' : '.config', 'dryflow');
}
