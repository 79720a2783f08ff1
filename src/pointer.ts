// JSON pointers (RFC 6901), and the paths of Power Automate's flattened inputs, which escape names in the same way.

/** A name as a part of a pointer. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The name that a part of a pointer stands for. */
export function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The pointer of a property or item below another. */
export function child(pointer: string, key: string | number): string {
  return `${pointer}/${escaped(String(key))}`;
}

/** The keys and indexes of a pointer, unescaped. */
export function parts(pointer: string): string[] {
  return pointer.split('/').slice(1).map(unescaped);
}
