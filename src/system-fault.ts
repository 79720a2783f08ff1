// What the operating system says no with, in words.

const words: { readonly [code: string]: string } = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is a file, and not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'you are not allowed to',
  EPERM: 'you are not allowed to',
  EEXIST: 'it is there already',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EADDRINUSE: 'another program uses it',
  ENOTFOUND: 'its name has no address',
  EAI_AGAIN: 'nobody can be asked for its address',
  ECONNREFUSED: 'nothing listens there',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'no way leads to it',
  ENETUNREACH: 'no way leads to it',
};

/** Why something could not be done with a file, a folder, a port or a host: `it does not exist (ENOENT)`. */
export function systemFault({ code, message }: NodeJS.ErrnoException): string {
  const said = code === undefined ? undefined : words[code];
  return said === undefined ? message : `${said} (${code})`;
}
