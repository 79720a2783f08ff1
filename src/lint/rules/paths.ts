// Path templates: their syntax, and whether a request can tell them apart.
import { own } from '../../json.js';
import { nearest } from '../../nearest.js';
import type { Operation } from '../document.js';
import { below } from '../json.js';
import type { Hit, Rule } from '../rule.js';

export const pathRules: readonly Rule[] = [
  {
    name: 'OperationPathMustStartWithSlash',
    severity: 'error',
    message: "The path is not valid, it must start with a '/' character.",
    checks: 'Every path begins with `/`.',
    *check({ document }) {
      for (const { path, pointer } of document.paths) if (!path.startsWith('/')) yield { pointer, at: 'key' };
    },
  },
  {
    name: 'OperationPathContainsUnsupportedCharacters',
    severity: 'error',
    message: "The operation path cannot contain wildcard character '*'.",
    checks: 'No path has a `*`.',
    *check({ document }) {
      for (const { path, pointer } of document.paths) if (path.includes('*')) yield { pointer, at: 'key' };
    },
  },
  {
    name: 'OperationPathMayNotContainQueryOrFragment',
    severity: 'error',
    message:
      "The path is not valid, it must not contain a query part or fragment identifier. To include '?' or '#' characters in the path, they must be URL encoded.",
    checks: 'No path has a `?` or a `#`.',
    *check({ document }) {
      for (const { path, pointer } of document.paths) if (/[?#]/.test(path)) yield { pointer, at: 'key' };
    },
  },
  {
    name: 'OperationPathTemplateNotValid',
    severity: 'error',
    message:
      "The path is not valid, each path template variable enclosed by '{{' and '}}' characters must be contained within a single URL segment. Individual '{{' or '}}' characters which are not enclosing a path template variable must be URL encoded.",
    checks: 'Braces in a path come in pairs, within one segment, with a name between them.',
    *check({ document }) {
      for (const { path, pointer } of document.paths) {
        if (/[{}]/.test(path.replace(/\{[^{}/]+\}/g, ''))) yield { pointer, at: 'key' };
      }
    },
  },
  {
    name: 'OperationPathVariablesContainDefaults',
    severity: 'error',
    message: "The operation path template variables cannot set default values with character '='.",
    checks: 'No variable of a path has a `=` in it.',
    *check({ document }) {
      for (const { path, pointer } of document.paths) if (/\{[^{}]*=[^{}]*\}/.test(path)) yield { pointer, at: 'key' };
    },
  },
  {
    name: 'PathRedefined',
    severity: 'error',
    message:
      "The path '{0}' is defined multiple times with different capitalization. Paths must be unique when compared case-insensitively.",
    checks: 'No two paths differ in upper and lower case only.',
    *check({ document }) {
      const seen = new Set<string>();
      for (const { path, pointer } of document.paths) {
        if (seen.has(path.toLowerCase())) yield { pointer, at: 'key', values: [path] };
        seen.add(path.toLowerCase());
      }
    },
  },
  {
    name: 'PathItemRefNotSuppored',
    severity: 'error',
    message: "The '$ref' property in a path is not supported.",
    checks: 'No path is a `$ref`.',
    *check({ document }) {
      for (const { source, pointer } of document.paths) {
        if (own(source, '$ref') !== undefined) yield { pointer: below(pointer, '$ref'), at: 'key' };
      }
    },
  },
  {
    name: 'DuplicateOperationPath',
    severity: 'error',
    message:
      "The operations '{0}' and '{1}' have the path templates '{2}' and '{3}' which are duplicate and indistinguishable. They need to have a difference in static path segments for a deterministic routing.",
    checks: 'No two operations of one method have paths that are the same but for the names of their variables.',
    *check({ document }) {
      const seen = new Map<string, Operation>();
      for (const operation of document.operations) {
        const key = `${operation.method} ${operation.path.replace(/\{[^{}]*\}/g, '{}').toLowerCase()}`;
        const before = seen.get(key);
        if (before && before.path.toLowerCase() !== operation.path.toLowerCase()) yield duplicate(before, operation);
        else seen.set(key, operation);
      }
    },
  },
  {
    name: 'PartialDuplicateOperationPath',
    severity: 'warning',
    message:
      "The operation '{0}' has the path template '{1}' which is similar to other operation path templates, this can lead to an unexpected routing to a different operation in case an input path parameter value matches to a static value segment. It is better to have unconditional routing in all cases. Partially duplicated paths are: {2}",
    checks:
      'No path has a variable where another of the same method has a fixed segment, the rest being alike. It is told of the path with the variable.',
    *check({ document }) {
      for (const routes of alike(document.operations)) {
        for (const route of routes) {
          const others = routes.filter((other) => shadows(route, other)).map(({ operation: { path } }) => path);
          if (others.length === 0) continue;
          const { id, path, pointer } = route.operation;
          yield { pointer, at: 'key', values: [id, path, listed(others)] };
        }
      }
    },
  },
  {
    name: 'OperationMissingPathParameter',
    severity: 'error',
    message: "The operation '{0}' does not define the '{1}' parameter which is required by the path.",
    checks: 'Every variable of a path is a path parameter of each of its operations.',
    *check({ document }) {
      for (const { id, path, pointer, parameters } of document.operations) {
        const variables = variablesOf(path);
        const given = parameters.filter((one) => one.in === 'path').map((one) => one.name);
        const others = given.filter((name) => !variables.includes(name));
        for (const name of variables) {
          if (given.includes(name)) continue;
          const [near] = others.length === 1 ? others : nearest(name, others);
          const advice = near === undefined ? {} : { advice: `There is a parameter '${near}': give both one name.` };
          yield { pointer, at: 'key', values: [id, name], ...advice };
        }
      }
    },
  },
  {
    name: 'PathParameterNotDefinedInTemplate',
    severity: 'error',
    message:
      "The 'path' parameter '{0}' is not defined in the URI path template. To include the parameter as a variable in the path, use '{{' and '}}' characters to enclose the name of the parameter in the path.",
    checks: 'Every path parameter of an operation is a variable of its path.',
    *check({ document }) {
      for (const { path, parameters } of document.operations) {
        for (const parameter of parameters) {
          if (parameter.in !== 'path' || variablesOf(path).includes(parameter.name)) continue;
          yield { pointer: parameter.pointer, values: [parameter.name] };
        }
      }
    },
  },
];

function variablesOf(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
}

function duplicate(before: Operation, { id, path, pointer }: Operation): Hit {
  return { pointer, at: 'key', values: [before.id, id, before.path, path] };
}

/** A path by its segments; a variable is undefined, whatever its name. */
interface Route {
  readonly operation: Operation;
  readonly segments: readonly (string | undefined)[];
}

/** Operations of one method whose paths have as many segments: others cannot be taken for one another. */
function alike(operations: readonly Operation[]): Iterable<readonly Route[]> {
  const groups = new Map<string, Route[]>();
  for (const operation of operations) {
    const segments = operation.path
      .toLowerCase()
      .split('/')
      .map((part) => (/^\{[^{}]+\}$/.test(part) ? undefined : part));
    const key = `${operation.method} ${segments.length}`;
    const group = groups.get(key);
    if (group) group.push({ operation, segments });
    else groups.set(key, [{ operation, segments }]);
  }
  return groups.values();
}

/** Whether a request for another operation also fits this one: each segment is the same or a variable here. */
function shadows({ segments: mine }: Route, { segments: its }: Route): boolean {
  // A plain loop: this is asked of every two operations.
  for (let at = 0; at < mine.length; at++) {
    if (mine[at] !== its[at] && mine[at] !== undefined && its[at] !== undefined) return false;
  }
  return mine.some((part, at) => part === undefined && its[at]?.includes('{') === false);
}

/** Of many a few: a message is to be read. */
function listed(paths: readonly string[]): string {
  const few = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? `${few} and ${paths.length - 5} more` : few;
}
