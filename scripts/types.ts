// Writes types/index.d.ts: what the package's types are, in one file that needs no other. It is kept with the sources, so
// that a clone has it without a build; making it takes the compiler longer than everything that `npm start` does.
//
//     npx tsx scripts/types.ts [--check]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = `${root}src/index.ts`;
const file = `${root}types/index.d.ts`;

const HEADER = `// The types of dryflow. Made by scripts/types.ts: change the sources, then npm run generate.\n`;
/** Node and the DOM have it; where neither's types are there, a signal is an object like any other. */
const GLOBALS = `declare global {\n  interface AbortSignal {}\n}\n`;

/** A declaration file of the compiler's: what it declares, and where its other names come from. */
interface Module {
  readonly source: ts.SourceFile;
  readonly declared: ReadonlyMap<string, ts.Statement>;
  /** The names of other files, by those they have here. */
  readonly foreign: ReadonlyMap<string, Place>;
}

/** A name in a file. */
interface Place {
  readonly path: string;
  readonly name: string;
}

/** The declarations of the public API and all that they are made of. */
export async function declarations(): Promise<string> {
  const read = moduleReader();
  const exported = exportsOf(read(entry).source, entry);
  const found = new Map<string, { readonly path: string; readonly text: string }>();
  const collect = (place: Place): string => {
    const { module, name, path } = settle(place, read);
    const known = found.get(name);
    if (known && known.path !== path) throw new Error(`Two types are called ${name}: in ${known.path} and ${path}.`);
    if (known) return name;
    const statement = module.declared.get(name);
    if (!statement) throw new Error(`${name} is not declared in ${path}.`);
    found.set(name, { path, text: textOf(statement, module.source) });
    for (const used of namesIn(statement)) if (isKnown(module, used)) collect({ path, name: used });
    return name;
  };
  const list = exported.map(({ as, isType, ...place }) => {
    const name = collect(place);
    return `${isType ? 'type ' : ''}${name === as ? name : `${name} as ${as}`}`;
  });
  const body = [...found.values()].map(({ text }) => text).join('\n\n');
  const text = `${HEADER}\n${GLOBALS}\n${body}\n\nexport { ${list.join(', ')} };\n`;
  return format(text, { ...(await resolveConfig(file)), parser: 'typescript' });
}

/** Gives the declarations of a source file, as the compiler writes them. */
function moduleReader(): (path: string) => Module {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: ['src/index.ts'] }, ts.sys, root);
  const declaring = { noEmit: false, allowImportingTsExtensions: false, declaration: true, emitDeclarationOnly: true };
  const program = ts.createProgram([entry], { ...options, ...declaring });
  const modules = new Map<string, Module>();
  return (path) => {
    const module = modules.get(path) ?? moduleOf(path, emitted(program, path));
    modules.set(path, module);
    return module;
  };
}

function emitted(program: ts.Program, path: string): string {
  let text = '';
  program.emit(program.getSourceFile(path), (_, written) => (text = written), undefined, true);
  return text;
}

function moduleOf(path: string, text: string): Module {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const declared = source.statements.flatMap((statement) =>
    namesOf(statement).map((name) => [name, statement] as const),
  );
  const foreign = source.statements.flatMap((statement) => importsOf(statement, path));
  return { source, declared: new Map(declared), foreign: new Map(foreign) };
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const name = (statement as ts.Statement & { readonly name?: ts.Node }).name;
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

function importsOf(statement: ts.Statement, path: string): readonly (readonly [string, Place])[] {
  const from =
    ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : null;
  if (!from || !ts.isStringLiteral(from)) return [];
  const clause = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : (statement as ts.ExportDeclaration).exportClause;
  if (!clause || !(ts.isNamedImports(clause) || ts.isNamedExports(clause))) return [];
  const target = resolved(from.text, path);
  return clause.elements.map(({ name, propertyName }) => [
    name.text,
    { path: target, name: (propertyName ?? name).text },
  ]);
}

/** A file of ours; a package's types would have to be installed where ours are used. */
function resolved(specifier: string, from: string): string {
  if (!specifier.startsWith('.')) throw new Error(`The public types may not need those of ${specifier} (in ${from}).`);
  return fileURLToPath(new URL(specifier.replace(/\.js$/, '.ts'), `file://${from}`));
}

/** Follows a name through the files that only pass it on. */
function settle(place: Place, read: (path: string) => Module): { module: Module; name: string; path: string } {
  const module = read(place.path);
  const next = module.declared.has(place.name) ? undefined : module.foreign.get(place.name);
  return next ? settle(next, read) : { module, ...place };
}

interface Exported extends Place {
  readonly as: string;
  readonly isType: boolean;
}

function exportsOf(source: ts.SourceFile, path: string): readonly Exported[] {
  const passedOn = source.statements.filter(ts.isExportDeclaration).flatMap((statement) => {
    const clause = statement.exportClause;
    if (!clause || !ts.isNamedExports(clause)) return [];
    return clause.elements.map((one) => ({
      path,
      name: one.name.text,
      as: one.name.text,
      isType: statement.isTypeOnly || one.isTypeOnly,
    }));
  });
  const own = source.statements.filter((statement) => isExported(statement));
  const isType = (statement: ts.Statement) => ts.isInterfaceDeclaration(statement);
  const named = own.flatMap((statement) =>
    namesOf(statement).map((name) => ({ path, name, as: name, isType: isType(statement) })),
  );
  return [...named, ...passedOn];
}

const modifiersOf = (statement: ts.Statement): readonly ts.ModifierLike[] =>
  (statement as ts.Statement & { readonly modifiers?: readonly ts.ModifierLike[] }).modifiers ?? [];

function isExported(statement: ts.Statement): boolean {
  return modifiersOf(statement).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** With its comment, and without `export`: what is public is said once, at the end. */
function textOf(statement: ts.Statement, source: ts.SourceFile): string {
  const text = source.text.slice(statement.getStart(source, true), statement.getEnd());
  return text.replace(/^(export )(declare )?/m, '$2');
}

/** All names that are used in a declaration, but for those of properties. */
function namesIn(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (at: ts.Node): void => {
    if (ts.isImportTypeNode(at)) throw new Error(`A type has to be named: ${at.getText()}`);
    if (ts.isIdentifier(at) && !isPropertyName(at)) names.add(at.text);
    ts.forEachChild(at, visit);
  };
  visit(node);
  return names;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  const members = [ts.isPropertySignature, ts.isMethodSignature, ts.isPropertyDeclaration, ts.isMethodDeclaration];
  return members.some((is) => is(parent) && parent.name === node) || (ts.isParameter(parent) && parent.name === node);
}

const isKnown = ({ declared, foreign }: Module, name: string): boolean => declared.has(name) || foreign.has(name);

async function main(check: boolean): Promise<void> {
  const text = await declarations();
  if (!check) {
    mkdirSync(`${root}types`, { recursive: true });
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error('types/index.d.ts is not up to date: run npx tsx scripts/types.ts');
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));
