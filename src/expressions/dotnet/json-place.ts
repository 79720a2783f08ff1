import { withIndex, withProperty } from './json-path.js';

export type Container = 'None' | 'Object' | 'Array' | 'Constructor';

/** How far into a container a reader is. */
interface Position {
  readonly container: Container;
  index: number;
  property: string;
}

function outside(): Position {
  return { container: 'None', index: -1, property: '' };
}

/** Where a reader of JSON is: in which containers, and on which line. */
export class JsonPlace {
  #position = outside();
  readonly #outer: Position[] = [];
  #line = 1;
  #lineStart = 0;
  /** Up to where lines are counted. */
  #counted = 0;

  /** The innermost container. */
  get container(): Container {
    return this.#position.container;
  }

  /** How many containers enclose the innermost. */
  get depth(): number {
    return this.#outer.length;
  }

  open(container: Container): void {
    this.finish();
    if (this.#position.container !== 'None') this.#outer.push(this.#position);
    this.#position = { container, index: -1, property: '' };
  }

  /** Leaves the innermost container and tells which it was. */
  close(): Container {
    const { container } = this.#position;
    this.#position = this.#outer.pop() ?? outside();
    return container;
  }

  /** Another value is done. */
  finish(): void {
    this.#position.index++;
  }

  name(property: string): void {
    this.#position.property = property;
  }

  /** The path as errors have it; without the innermost container where nothing of it has been read. */
  path(withInnermost: boolean): string {
    const positions = withInnermost ? [...this.#outer, this.#position] : this.#outer;
    return positions.reduce((path, { container, index, property }) => {
      if (container === 'None') return path;
      return container === 'Object' ? withProperty(path, property) : withIndex(path, index);
    }, '');
  }

  /** The line of an offset, from 1, and the characters before it on that line. Offsets must not go back. */
  line(text: string, at: number): { line: number; position: number } {
    for (const { 0: end, index } of text.slice(this.#counted, at).matchAll(/\r\n|[\r\n]/g)) {
      this.#line++;
      this.#lineStart = this.#counted + index + end.length;
    }
    this.#counted = at;
    return { line: this.#line, position: at - this.#lineStart };
  }
}
