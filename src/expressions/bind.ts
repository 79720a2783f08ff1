import type { Json } from '../json.js';
import type { Evaluate, FunctionRow } from './function.js';

/** Throws if an argument is not what the parameter takes. */
export type ArgumentCheck = (value: Json) => void;

type Checks = readonly (ArgumentCheck | undefined)[];
type Pure = (...args: Json[]) => Json;
type Scoped = (scope: Parameters<Evaluate>[0], ...args: Json[]) => Json;

/**
 * Ties a function to its arguments: they are evaluated from left to right, then checked, then handed over. Written out for
 * up to three arguments because that is nearly every call, and an array for each would be half its cost.
 */
export function bind(row: FunctionRow, args: readonly Evaluate[], checks: Checks): Evaluate {
  const { run } = row;
  if (run.kind === 'lazy') return run.build(...args);
  if (run.kind === 'scoped') {
    return args.length > 2 ? bindMany(run.call, args, checks) : bindScoped(run.call, args, checks);
  }
  return args.length > 3
    ? bindMany((_scope, ...values) => run.call(...values), args, checks)
    : bindPure(run.call, args, checks);
}

function bindPure(call: Pure, [a, b, c]: readonly Evaluate[], [p, q, r]: Checks): Evaluate {
  if (!a) return () => call();
  if (!b) {
    return (scope) => {
      const x = a(scope);
      p?.(x);
      return call(x);
    };
  }
  if (!c) {
    return (scope) => {
      const x = a(scope);
      const y = b(scope);
      p?.(x);
      q?.(y);
      return call(x, y);
    };
  }
  return (scope) => {
    const x = a(scope);
    const y = b(scope);
    const z = c(scope);
    p?.(x);
    q?.(y);
    r?.(z);
    return call(x, y, z);
  };
}

function bindScoped(call: Scoped, [a, b]: readonly Evaluate[], [p, q]: Checks): Evaluate {
  if (!a) return (scope) => call(scope);
  if (!b) {
    return (scope) => {
      const x = a(scope);
      p?.(x);
      return call(scope, x);
    };
  }
  return (scope) => {
    const x = a(scope);
    const y = b(scope);
    p?.(x);
    q?.(y);
    return call(scope, x, y);
  };
}

function bindMany(call: Scoped, args: readonly Evaluate[], checks: Checks): Evaluate {
  return (scope) => {
    const values = args.map((arg) => arg(scope));
    for (const [index, check] of checks.entries()) check?.(values[index] ?? null);
    return call(scope, ...values);
  };
}
