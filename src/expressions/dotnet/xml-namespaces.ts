import { XML_NAMESPACE, XMLNS_NAMESPACE } from './xml-node.js';

interface Declaration {
  readonly prefix: string;
  readonly uri: string;
}

/** The namespaces in scope while JSON becomes XML: .NET's XmlNamespaceManager. */
export class Namespaces {
  readonly #declarations: Declaration[] = [
    { prefix: 'xml', uri: XML_NAMESPACE },
    { prefix: 'xmlns', uri: XMLNS_NAMESPACE },
  ];
  readonly #scopes: number[] = [];

  push(): void {
    this.#scopes.push(this.#declarations.length);
  }

  pop(): void {
    this.#declarations.length = this.#scopes.pop() ?? this.#declarations.length;
  }

  add(prefix: string, uri: string): void {
    this.#declarations.push({ prefix, uri });
  }

  /** The namespace of a prefix, the default one for the empty prefix; empty where there is none. */
  uri(prefix: string): string {
    return this.#declarations.findLast((declaration) => declaration.prefix === prefix)?.uri ?? '';
  }

  /** A prefix for a namespace; empty where there is none. */
  prefix(uri: string): string {
    return this.#declarations.findLast((declaration) => declaration.uri === uri)?.prefix ?? '';
  }

  /** Takes back the default namespaces that the innermost scope declares. */
  removeDefault(): void {
    const start = this.#scopes.at(-1) ?? 0;
    const kept = this.#declarations.slice(start).filter(({ prefix }) => prefix !== '');
    this.#declarations.length = start;
    this.#declarations.push(...kept);
  }
}
