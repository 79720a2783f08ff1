import { NAME } from './xml-names.js';
import { XmlError } from './xml-node.js';

/** The five entities that need no declaration. */
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

// A lone surrogate, a control character, U+FFFE or U+FFFF.
/* oxlint-disable no-control-regex -- these are the characters meant */
const INVALID =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/* oxlint-enable no-control-regex */
const SPACE = /[ \t\r\n]*/y;
const REFERENCE = /&(?:#(\d+)|#x([0-9A-Fa-f]+)|([^\s;&<#][^\s;&<]*));/y;

/** What a reference stands for. */
interface Referred {
  readonly value: string;
  /** Written as `&#32;`: .NET's first reader takes such white space for text. */
  readonly decimal: boolean;
}

/** A place in XML text, with the small readings that all parts of a document share. */
export class XmlCursor {
  readonly text: string;
  at = 0;
  /** Whether the document type declares entities, none of which is ever expanded. */
  declares: (entity: string) => boolean = () => false;

  /** Whether no character of the text is one that XML does not allow: then no part needs a look. */
  readonly #clean: boolean;

  constructor(text: string) {
    this.text = text;
    this.#clean = !INVALID.test(text);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The line and position of an offset, both from 1. Counted when an error needs them, not before. */
  place(at: number): { line: number; position: number } {
    const before = this.text.slice(0, at);
    const breaks = before.match(/\r\n|[\r\n]/g)?.length ?? 0;
    const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
    return { line: breaks + 1, position: at - start + 1 };
  }

  fail(message: string, at = this.at): never {
    const { line, position } = this.place(at);
    throw new XmlError(`${message} Line ${line}, position ${position}.`);
  }

  starts(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }

  /** Steps over a token if it is next. */
  take(token: string): boolean {
    if (!this.starts(token)) return false;
    this.at += token.length;
    return true;
  }

  /** Whether there was white space, which is behind the cursor now. */
  space(): boolean {
    SPACE.lastIndex = this.at;
    const length = SPACE.exec(this.text)?.[0].length ?? 0;
    this.at += length;
    return length > 0;
  }

  expect(token: string, named = `'${token}'`): void {
    if (!this.take(token)) this.unexpected(`The expected token is ${named}.`);
  }

  unexpected(expected: string): never {
    if (this.atEnd) this.fail('Unexpected end of file has occurred.');
    return this.fail(`'${this.text.charAt(this.at)}' is an unexpected token. ${expected}`);
  }

  /** A name, colons and all. */
  name(): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) {
      if (this.atEnd) this.fail('Unexpected end of file has occurred.');
      const character = this.text.charAt(this.at);
      return this.fail(`Name cannot begin with the '${character}' character, hexadecimal value ${hex(character)}.`);
    }
    this.at += name.length;
    return name;
  }

  /** After a name: only these may follow, anything else would have to be part of it. */
  endOfName(followers: RegExp): void {
    const character = this.text.charAt(this.at);
    if (character === '' || followers.test(character)) return;
    this.fail(`The '${character}' character, hexadecimal value ${hex(character)}, cannot be included in a name.`);
  }

  /** The text up to an end mark, which is behind the cursor then. */
  until(end: string, what: string): string {
    const start = this.at;
    const close = this.text.indexOf(end, start);
    if (close < 0) this.fail(`Unexpected end of file while parsing ${what} has occurred.`, this.text.length);
    this.check(start, close);
    this.at = close + end.length;
    return this.text.slice(start, close);
  }

  /** Fails at the first character of a part that XML does not allow. */
  check(start: number, end: number): void {
    if (this.#clean) return;
    const part = this.text.slice(start, end);
    const found = INVALID.exec(part);
    if (!found) return;
    const shown = found[0] === '\0' ? '.' : found[0];
    this.fail(`'${shown}', hexadecimal value ${hex(found[0])}, is an invalid character.`, start + found.index);
  }

  /** What the reference at the cursor stands for. Any number will do: the service's reader checks no range below U+10FFFF. */
  reference(): Referred {
    REFERENCE.lastIndex = this.at;
    const found = REFERENCE.exec(this.text);
    if (!found) return this.unfinishedReference();
    const [whole, decimal, hexadecimal, entity] = found;
    const value = entity === undefined ? characterOf(decimal, hexadecimal) : PREDEFINED.get(entity);
    if (value === undefined) return this.undeclared(entity);
    this.at += whole.length;
    return { value, decimal: decimal !== undefined };
  }

  private unfinishedReference(): never {
    const next = this.text.charAt(this.at + 1);
    if (next === '') return this.fail('Unexpected end of file has occurred.', this.text.length);
    if (next === '#') return this.fail('Invalid syntax for a decimal numeric entity reference.', this.at + 2);
    return this.fail('An error occurred while parsing EntityName.', this.at + 1);
  }

  /** Entities are never expanded: neither those a document makes up (the "billion laughs") nor those in other files. */
  private undeclared(entity: string | undefined): never {
    if (entity === undefined) return this.fail('Invalid value for a character entity reference.', this.at + 2);
    if (!this.declares(entity)) return this.fail(`Reference to undeclared entity '${entity}'.`, this.at + 1);
    return this.fail(`Reference to entity '${entity}': entities of a document type are not expanded.`, this.at + 1);
  }
}

function characterOf(decimal: string | undefined, hexadecimal = ''): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function hex(character: string): string {
  return `0x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
