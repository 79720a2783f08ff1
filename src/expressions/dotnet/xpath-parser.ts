// Parses XPath 1.0 with the grammar, the checks and the words of .NET's XPathExpression.
import {
  type Axis,
  AXES,
  type NodeTest,
  type Operator,
  SIGNATURES,
  typeOf,
  type XPathNode,
  type XPathSignature,
} from './xpath-ast.js';
import { XPathError, type XPathKind, XPathScanner } from './xpath-scanner.js';

const NODE_TYPES: ReadonlyMap<string, NodeTest['kind']> = new Map([
  ['node', 'node'],
  ['text', 'text'],
  ['comment', 'comment'],
  ['processing-instruction', 'instruction'],
]);

const ANY: NodeTest = { kind: 'node', name: '' };
const MAX_DEPTH = 200;
const MAX_SIZE = 2048;

// From the loosest to the tightest.
const LEVELS: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
];

/** Parses an expression; throws XPathError. */
export function parseXPath(text: string): XPathNode {
  return new Parser(text).parse();
}

class Parser {
  readonly #scanner: XPathScanner;
  #depth = 0;
  #size = 0;
  /** Whether something is named that only a context could explain: there is none in the service. */
  #needsContext = false;

  constructor(text: string) {
    this.#scanner = new XPathScanner(text);
  }

  parse(): XPathNode {
    const node = this.#expression();
    if (this.#scanner.kind !== 'end') this.#scanner.invalid();
    if (!this.#needsContext) return node;
    throw new XPathError(
      'Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.',
    );
  }

  #grow(): void {
    if (++this.#size > MAX_SIZE) throw new XPathError('The XPath query is too complex.');
  }

  #pass(kind: XPathKind): void {
    if (this.#scanner.kind !== kind) this.#scanner.invalid();
    this.#scanner.next();
  }

  #take(kind: XPathKind): boolean {
    if (this.#scanner.kind !== kind) return false;
    this.#scanner.next();
    return true;
  }

  #expression(): XPathNode {
    if (++this.#depth > MAX_DEPTH) throw new XPathError('The XPath query is too complex.');
    const node = this.#binary(0);
    this.#depth--;
    return node;
  }

  #binary(level: number): XPathNode {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (let operator = this.#operator(operators); operator; operator = this.#operator(operators)) {
      this.#scanner.next();
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
      this.#grow();
    }
    return left;
  }

  #operator(operators: readonly Operator[]): Operator | undefined {
    const { kind, prefix, value } = this.#scanner;
    const shown = kind === 'name' && prefix === '' ? value : kind;
    return operators.find((operator) => operator === shown);
  }

  #unary(): XPathNode {
    let minus = false;
    while (this.#take('-')) minus = !minus;
    const operand = this.#union();
    return minus ? { kind: 'negate', operand } : operand;
  }

  #union(): XPathNode {
    let left = this.#path();
    while (this.#take('|')) {
      const right = this.#path();
      this.#checkNodes(left);
      this.#checkNodes(right);
      left = { kind: 'union', left, right };
      this.#grow();
    }
    return left;
  }

  #checkNodes(node: XPathNode): void {
    const type = typeOf(node);
    if (type !== 'nodes' && type !== 'any') throw new XPathError('Expression must evaluate to a node-set.');
  }

  #isNodeType(): boolean {
    const { isCall, prefix, value } = this.#scanner;
    return isCall && prefix === '' && NODE_TYPES.has(value);
  }

  #path(): XPathNode {
    const { kind, isCall } = this.#scanner;
    const isPrimary =
      kind === 'string' ||
      kind === 'number' ||
      kind === '$' ||
      kind === '(' ||
      (kind === 'name' && isCall && !this.#isNodeType());
    if (!isPrimary) return this.#location();
    let node = this.#primary();
    while (this.#scanner.kind === '[') node = this.#filter(node);
    if (this.#take('/')) return this.#relative(node);
    return this.#take('//') ? this.#relative(this.#descendants(node)) : node;
  }

  #location(): XPathNode {
    if (this.#take('//')) return this.#relative(this.#descendants({ kind: 'root' }));
    if (!this.#take('/')) return this.#relative(undefined);
    const isStep = ['.', '..', '@', 'axis', '*', 'name'].includes(this.#scanner.kind);
    return isStep ? this.#relative({ kind: 'root' }) : { kind: 'root' };
  }

  #descendants(input: XPathNode): XPathNode {
    return { kind: 'step', input, axis: 'descendant-or-self', test: ANY };
  }

  #relative(input: XPathNode | undefined): XPathNode {
    let node = this.#step(input);
    for (;;) {
      if (this.#take('//')) node = this.#step(this.#descendants(node));
      else if (this.#take('/')) node = this.#step(node);
      else return node;
    }
  }

  #step(input: XPathNode | undefined): XPathNode {
    this.#grow();
    if (this.#take('.')) return { kind: 'step', input, axis: 'self', test: ANY };
    if (this.#take('..')) return { kind: 'step', input, axis: 'parent', test: ANY };
    const axis = this.#axis();
    let node: XPathNode = { kind: 'step', input, axis, test: this.#nodeTest() };
    while (this.#scanner.kind === '[') node = this.#filter(node);
    return node;
  }

  #axis(): Axis {
    if (this.#take('@')) return 'attribute';
    if (this.#scanner.kind !== 'axis') return 'child';
    const axis = AXES.find((name) => name === this.#scanner.value);
    if (!axis) return this.#scanner.invalid();
    this.#scanner.next();
    return axis;
  }

  #nodeTest(): NodeTest {
    if (this.#take('*')) return { kind: 'principal', name: '' };
    const { kind, value, prefix } = this.#scanner;
    if (kind !== 'name') throw new XPathError('Expression must evaluate to a node-set.');
    const type = this.#isNodeType() ? NODE_TYPES.get(value) : undefined;
    this.#scanner.next();
    if (!type) {
      this.#needsContext ||= prefix !== '';
      return { kind: 'principal', name: value === '*' ? '' : value };
    }
    this.#pass('(');
    const name = type === 'instruction' && this.#scanner.kind === 'string' ? this.#scanner.value : '';
    if (type === 'instruction' && this.#scanner.kind !== ')') this.#pass('string');
    this.#pass(')');
    return { kind: type, name };
  }

  #filter(input: XPathNode): XPathNode {
    this.#grow();
    this.#checkNodes(input);
    this.#pass('[');
    const predicate = this.#expression();
    this.#pass(']');
    return { kind: 'filter', input, predicate };
  }

  #primary(): XPathNode {
    const { kind, value, number } = this.#scanner;
    if (this.#take('string')) return { kind: 'literal', value };
    if (this.#take('number')) return { kind: 'literal', value: number };
    if (this.#take('$')) {
      this.#pass('name');
      this.#needsContext = true;
      return { kind: 'call', name: '', args: [] };
    }
    if (kind === 'name') return this.#call();
    this.#pass('(');
    const inner = this.#expression();
    this.#pass(')');
    return inner.kind === 'literal' ? inner : { kind: 'group', inner };
  }

  #call(): XPathNode {
    const { value: name, prefix } = this.#scanner;
    this.#pass('name');
    this.#pass('(');
    const args: XPathNode[] = [];
    while (!this.#take(')')) {
      if (args.length > 0) this.#pass(',');
      args.push(this.#expression());
    }
    this.#grow();
    const known = prefix === '' ? SIGNATURES.get(name) : undefined;
    if (!known) this.#needsContext = true;
    else this.#checkCall(name, args, known);
    return { kind: 'call', name: known ? name : '', args };
  }

  #checkCall(name: string, args: readonly XPathNode[], { fewest, most, takes }: XPathSignature): void {
    const { text } = this.#scanner;
    if (args.length < fewest || args.length > most) {
      throw new XPathError(`Function '${name}' in '${text}' has an invalid number of arguments.`);
    }
    for (const [index, arg] of args.entries()) {
      const type = typeOf(arg);
      if (takes[index] === 'nodes' && type !== 'nodes' && type !== 'any') {
        throw new XPathError(`The argument to function '${name}' in '${text}' cannot be converted to a node-set.`);
      }
    }
  }
}
