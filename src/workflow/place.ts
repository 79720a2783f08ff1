import type { JsonObject } from '../json.js';
import { successorsOf } from './graph.js';
import { fold } from './names.js';
import type { Report } from './report.js';

/** The actions of one place: the workflow, a scope, a branch, a case, a loop. */
export interface Container {
  readonly owner: Placed | undefined;
  /** By folded name. */
  readonly placed: Map<string, Placed>;
  /** By folded name, the folded names of all that run after it; filled when it is asked for. */
  readonly after: Map<string, ReadonlySet<string>>;
}

/** An action in its place: what the checks over the whole workflow look at. */
export interface Placed {
  readonly name: string;
  /** The canonical type; empty where it is unknown. */
  readonly type: string;
  /** The body as written, and where it stands. */
  readonly body: JsonObject;
  readonly pointer: string;
  /** Where the action's name stands. */
  readonly namePointer: string;
  readonly container: Container;
  /** The folded names of the actions it runs after. */
  readonly runAfter: readonly string[];
}

/** What is known of a workflow while it is parsed. */
export interface Context {
  readonly report: Report;
  /** Every action by its folded name; of two with one name, the first. */
  readonly actions: Map<string, Placed>;
  /** Every action's name by its folded form, also of those whose body cannot be read. */
  readonly names: Map<string, string>;
  /** Variables by their folded name. */
  readonly variables: Map<string, string>;
  /** Checks that need every action's name. */
  readonly later: (() => void)[];
}

/** What an action's place says about it. */
export interface Surroundings {
  readonly container: Container;
  /** The names in the container, by folded name. */
  readonly names: ReadonlyMap<string, string>;
  /** In a list: the action before it. */
  readonly previous: string | undefined;
  readonly list: boolean;
}

/** The containers around an action, from the inside out. */
export function enclosing(placed: Placed | undefined): Placed[] {
  const owners: Placed[] = [];
  for (let at = placed?.container.owner; at; at = at.container.owner) owners.push(at);
  return owners;
}

/**
 * Whether an action has finished, one way or another, when another's templates are evaluated: it lies on the runAfter
 * path of that action or of a container around it, or inside an action that does.
 */
export function isBefore(target: Placed, from: Placed): boolean {
  const places = [from, ...enclosing(from)];
  const targets = [target, ...enclosing(target)];
  for (const [up, candidate] of targets.entries()) {
    const place = places.find(({ container }) => container === candidate.container);
    if (!place) continue;
    if (place !== candidate) return runsAfter(place, candidate);
    // The action itself, a container around it, or (for Until's condition) an action inside it; not another branch.
    return up === 0 || place === from;
  }
  return false;
}

/** So many predecessors are looked at before a reference counts as far. */
const near = 64;

function runsAfter(from: Placed, target: Placed): boolean {
  const wanted = fold(target.name);
  const seen = new Set<string>();
  const queue = [...from.runAfter];
  // The queue grows while it is walked; the nearest predecessors come first, and most references are to those.
  for (const name of queue) {
    if (name === wanted) return true;
    if (seen.has(name)) continue;
    if (seen.size > near) return allAfter(wanted, from.container).has(fold(from.name));
    seen.add(name);
    queue.push(...(from.container.placed.get(name)?.runAfter ?? []));
  }
  return false;
}

/** All that runs after an action: asked once for an action that many far ones refer to, so that checking stays linear. */
function allAfter(name: string, container: Container): ReadonlySet<string> {
  const known = container.after.get(name);
  if (known) return known;
  const successors = successorsOf(
    [...container.placed].map(([key, { runAfter }]) => ({
      name: key,
      runAfter: runAfter.map((before) => ({ name: before })),
    })),
  );
  const after = new Set(successors.get(name));
  for (const next of after) for (const further of successors.get(next) ?? []) after.add(further);
  container.after.set(name, after);
  return after;
}
