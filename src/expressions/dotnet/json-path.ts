/** A property with one of these is written in brackets in a path. */
const SPECIAL = /[. '/"[\]()\t\n\r\f\b\\\u0085\u2028\u2029]/;

/** A path as Newtonsoft's errors have it, one property further: `a.b`, `['a b']`. */
export function withProperty(path: string, name: string): string {
  if (SPECIAL.test(name)) return `${path}['${name.replace(/[\\']/g, '\\$&')}']`;
  return path === '' ? name : `${path}.${name}`;
}

/** A path one item further: `a[0]`. */
export function withIndex(path: string, index: number): string {
  return `${path}[${index}]`;
}
