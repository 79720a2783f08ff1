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
};

/** Why something could not be done with a file, a folder or a port: `it does not exist (ENOENT)`. */
export function systemFault({ code, message }: NodeJS.ErrnoException): string {
  const said = code === undefined ? undefined : words[code];
  return said === undefined ? message : `${said} (${code})`;
}
