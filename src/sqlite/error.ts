/** A database that cannot do what it was asked. The message names the file. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: 'Locked' | 'Full' | 'NotReadable' | 'OtherVersion';
  /** What to do about it. */
  readonly advice: string;

  constructor(code: DatabaseError['code'], message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.advice = advice;
  }
}

/** What a file holds, in the words of messages: "The run history". */
export interface Place {
  readonly what: string;
  readonly path: string;
}

/** SQLite's error in words that help; any other error as it is. */
export function explained(error: unknown, { what, path }: Place): unknown {
  const say = (code: DatabaseError['code'], problem: string, advice: string) =>
    new DatabaseError(code, `${what} ${path} ${problem}.`, advice, error);
  const blocked = fileInTheWay(error);
  if (blocked !== undefined)
    return say(
      'NotReadable',
      `cannot be opened: ${blocked} is a file, and not a folder`,
      'Name a folder, or a new one.',
    );
  switch (primaryCode(error)) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return say('Locked', 'is locked by another process', 'Wait until that process has finished, then try again.');
    case 13: // SQLITE_FULL
      return say('Full', 'cannot grow: the disk is full', 'Make room, then try again. What was recorded is intact.');
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return say('NotReadable', 'is no database, or is damaged', 'Move the file away; a new one will be made.');
    case 8: // SQLITE_READONLY
      return say('NotReadable', 'may only be read', 'Check that you may write to the file and to its folder.');
    case 3: // SQLITE_PERM
    case 14: // SQLITE_CANTOPEN
      return say('NotReadable', 'cannot be opened', 'Check that the folder exists and that you may write to it.');
    case 10: // SQLITE_IOERR
      return say('NotReadable', 'cannot be read or written', 'Check the disk it is on.');
    default:
      return error;
  }
}

/** Whether it is for want of rights that a database cannot be opened. */
export function isDenied(error: unknown): boolean {
  return [3, 8, 14].includes(primaryCode(error) ?? 0);
}

/** The file that stands where a folder has to be made. */
function fileInTheWay(error: unknown): string | undefined {
  const { syscall, code, path } = error as { syscall?: unknown; code?: unknown; path?: unknown };
  const isThere = syscall === 'mkdir' && (code === 'EEXIST' || code === 'ENOTDIR');
  return isThere && typeof path === 'string' ? path : undefined;
}

/** SQLite's kind of error: the lower byte, the rest says more about it. What the file system refuses counts as one. */
function primaryCode(error: unknown): number | undefined {
  const { errcode, syscall } = error as { errcode?: unknown; syscall?: unknown };
  if (typeof syscall === 'string') return 14;
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}
