// Reads JSON text into tokens as Newtonsoft's JsonTextReader does, with its leniency (single quotes, bare names, comments,
// spare commas, NaN, octal and hexadecimal numbers), its words for what it does not take, and its way of counting places.
import { type Container, JsonPlace } from './json-place.js';
import {
  END_OF,
  IDENTIFIER,
  isWhite,
  JsonReadError,
  type JsonTokenType,
  type JsonTokenValue,
  LITERALS,
} from './json-token.js';
import { readJsonNumber } from './json-number.js';
import { readJsonString } from './json-string.js';

/** Where the reader is between tokens: Newtonsoft's states, by which it also decides what a path shows. */
type State = 'Start' | 'ObjectStart' | 'Object' | 'Property' | 'ArrayStart' | 'Array' | 'PostValue' | 'Finished';

export class JsonTokens {
  readonly text: string;
  at = 0;
  /** The token read last; undefined at the end of the text. */
  type: JsonTokenType | undefined;
  /** What a value's token holds. */
  value: JsonTokenValue = null;
  /** The name of a property or a constructor, the text of a comment. */
  name = '';
  #state: State = 'Start';
  readonly #place = new JsonPlace();
  readonly #maxDepth: number;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.#maxDepth = maxDepth;
  }

  /** How deep the token just read lies; a start token lies outside what it starts. */
  get depth(): number {
    const inside = this.#place.container !== 'None' && !this.type?.startsWith('Start');
    return this.#place.depth + (inside ? 1 : 0);
  }

  fail(message: string): never {
    const path = this.#place.path(!this.#state.endsWith('Start'));
    const { line, position } = this.#place.line(this.text, this.at);
    // Before anything is read there is no line yet (measured in Power Automate).
    const shown = this.#state === 'Start' && position === 0 && this.type !== 'Comment' ? 0 : line;
    const sentence = message.trim().replace(/\.?$/, '.');
    throw new JsonReadError(`${sentence} Path '${path}', line ${shown}, position ${position}.`);
  }

  /** Reads the next token; false where the text ends, whether or not it should. */
  next(): boolean {
    for (;;) {
      switch (this.#state) {
        case 'Object':
        case 'ObjectStart':
          return this.#readMember();
        case 'PostValue':
          if (this.#readAfterValue()) return true;
          break;
        case 'Finished':
          return this.#readAfterEnd();
        case 'Start':
        case 'Property':
        case 'ArrayStart':
        case 'Array':
          return this.#readValue();
      }
    }
  }

  /** The next character that is not white space; empty at the end. NUL characters count as white space here. */
  #skip(): string {
    while (this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      if (character !== '\0' && !isWhite(character)) return character;
      this.at++;
    }
    return '';
  }

  #set(type: JsonTokenType, value: JsonTokenValue = null, name = ''): true {
    this.type = type;
    this.value = value;
    this.name = name;
    return true;
  }

  /** A value is complete, or must be taken for complete before an error in it. */
  finishValue(): void {
    this.#state = this.#place.container === 'None' ? 'Finished' : 'PostValue';
    this.#place.finish();
  }

  #simple(type: JsonTokenType, value: JsonTokenValue): true {
    this.finishValue();
    return this.#set(type, value);
  }

  #start(type: 'StartObject' | 'StartArray' | 'StartConstructor', container: Container, name = ''): true {
    this.#state = container === 'Object' ? 'ObjectStart' : 'ArrayStart';
    this.#set(type, null, name);
    this.#place.open(container);
    if (this.#place.depth >= this.#maxDepth) this.fail(`The reader's MaxDepth of ${this.#maxDepth} has been exceeded.`);
    return true;
  }

  #end(type: 'EndObject' | 'EndArray' | 'EndConstructor'): true {
    this.#set(type);
    const container = this.#place.close();
    if (END_OF[type] !== container) this.fail(`JsonToken ${type} is not valid for closing JsonType ${container}.`);
    this.#state = this.#place.container === 'None' ? 'Finished' : 'PostValue';
    return true;
  }

  #readValue(): boolean {
    const character = this.#skip();
    switch (character) {
      case '':
        return false;
      case '"':
      case "'": {
        const value = readJsonString(this, character);
        return this.#simple('String', value);
      }
      case 'n':
        return this.#readN();
      case '/':
        return this.#readComment();
      case '{':
        this.at++;
        return this.#start('StartObject', 'Object');
      case '[':
        this.at++;
        return this.#start('StartArray', 'Array');
      case ']':
        this.at++;
        return this.#end('EndArray');
      case ')':
        this.at++;
        return this.#end('EndConstructor');
      case ',':
        // Nothing between two commas is a value; the comma stays for what follows.
        return this.#simple('Undefined', null);
      default:
        return this.#readWord(character);
    }
  }

  #readWord(character: string): boolean {
    const literal = LITERALS[character];
    if (literal) return this.#readLiteral(...literal);
    if (character === '-' && this.text.charAt(this.at + 1) === 'I') {
      return this.#readLiteral('-Infinity', 'Float', -Infinity, '-Infinity');
    }
    if (!/[\p{N}.-]/u.test(character)) this.fail(`Unexpected character encountered while parsing value: ${character}.`);
    const { type, value } = readJsonNumber(this);
    return this.#set(type, value);
  }

  /** `null`, or `new`, which starts a JavaScript constructor. */
  #readN(): boolean {
    const next = this.text.charAt(this.at + 1);
    if (next === 'u') return this.#readLiteral('null', 'Null', null, 'null');
    if (next === 'e') return this.#readConstructor();
    if (next !== '') return this.fail('Unexpected character encountered while parsing value: n.');
    this.at++;
    return this.fail('Unexpected end when reading JSON.');
  }

  #readLiteral(text: string, type: JsonTokenType, value: JsonTokenValue, error: string): boolean {
    if (!this.#match(text)) this.fail(`Error parsing ${error} value.`);
    return this.#simple(type, value);
  }

  /** Whether a word is next, and what follows does not belong to it. */
  #match(word: string): boolean {
    if (this.at + word.length > this.text.length) {
      this.at = this.text.length;
      this.fail('Unexpected end when reading JSON.');
    }
    for (const [index, expected] of Array.from(word).entries()) {
      if (this.text.charAt(this.at + index) === expected) continue;
      this.at += index;
      return false;
    }
    this.at += word.length;
    const after = this.text.slice(this.at, this.at + 2);
    const closes = after.startsWith(')') && this.#place.container === 'Constructor';
    return after === '' || /^(?:[}\],\0]|\/[*/])/.test(after) || isWhite(after.charAt(0)) || closes;
  }

  #readConstructor(): boolean {
    if (!this.#match('new')) this.fail('Unexpected content while parsing JSON.');
    this.#skip();
    const [name = ''] = /^[\p{L}\p{Nd}]*/u.exec(this.text.slice(this.at, this.at + 1000)) ?? [];
    this.at += name.length;
    const next = this.#skip();
    if (next === '') this.fail('Unexpected end while parsing constructor.');
    if (next !== '(') this.fail(`Unexpected character while parsing constructor: ${next}.`);
    this.at++;
    return this.#start('StartConstructor', 'Constructor', name);
  }

  #readMember(): boolean {
    const character = this.#skip();
    if (character === '') return false;
    if (character === '/') return this.#readComment();
    if (character !== '}') return this.#readName(character);
    this.#end('EndObject');
    this.at++;
    return true;
  }

  #readName(character: string): boolean {
    const quoted = character === '"' || character === "'";
    const name = quoted ? readJsonString(this, character) : this.#bareName(character);
    const next = this.#skip();
    if (next !== ':')
      this.fail(`Invalid character after parsing property name. Expected ':' but got: ${next || '\0'}.`);
    this.at++;
    this.#state = 'Property';
    this.#place.name(name);
    return this.#set('PropertyName', null, name);
  }

  #bareName(character: string): string {
    const start = this.at;
    if (!IDENTIFIER.test(character)) this.fail(`Invalid property identifier character: ${character}.`);
    while (this.at < this.text.length) {
      const unit = this.text.charAt(this.at);
      if (unit === ':' || unit === '\0' || isWhite(unit)) return this.text.slice(start, this.at);
      if (!IDENTIFIER.test(unit)) this.fail(`Invalid JavaScript property identifier character: ${unit}.`);
      this.at++;
    }
    return this.fail('Unexpected end while parsing unquoted property name.');
  }

  /** After a value: true for a token; false when a comma or the end of the text says how to go on. */
  #readAfterValue(): boolean {
    const character = this.#skip();
    if (character === '/') return this.#readComment();
    if (character !== '') this.at++;
    switch (character) {
      case '':
        this.#state = 'Finished';
        return false;
      case '}':
        return this.#end('EndObject');
      case ']':
        return this.#end('EndArray');
      case ')':
        return this.#end('EndConstructor');
      case ',':
        this.#state = this.#place.container === 'Object' ? 'Object' : 'Array';
        return false;
      default:
        this.at--;
        return this.fail(`After parsing a value an unexpected character was encountered: ${character}.`);
    }
  }

  #readAfterEnd(): boolean {
    const character = this.#skip();
    if (character === '/') return this.#readComment();
    if (character !== '') this.fail(`Additional text encountered after finished reading JSON content: ${character}.`);
    this.type = undefined;
    return false;
  }

  #readComment(): true {
    this.at++;
    const mark = this.text.charAt(this.at);
    if (this.at + 1 >= this.text.length) this.fail('Unexpected end while parsing comment.');
    if (mark !== '*' && mark !== '/') this.fail(`Error parsing comment. Expected: *, got ${mark}.`);
    const start = ++this.at;
    const end = mark === '*' ? this.text.indexOf('*/', start) : this.text.slice(start).search(/[\r\n]|$/) + start;
    this.at = end < 0 ? this.text.length : end;
    if (end < 0) this.fail('Unexpected end while parsing comment.');
    if (mark === '*') this.at += 2;
    return this.#set('Comment', null, this.text.slice(start, end));
  }
}
