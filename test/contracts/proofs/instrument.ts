/** How a theorem reads the sources it is about: as they are, but for edits that are listed and must fit exactly once. */

/** One passage of a source and what stands for it. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** Calls that follow every write to a state variable, which must be a mapping. */
export interface Hook {
  readonly file: string;
  readonly variable: string;
  /** Solidity, after each write. `$keys` stands for its keys and `$holder` for the first, `$was` and `$now` for its value before and after. */
  readonly call: string;
}

/** The source with one passage replaced. */
export function edited(source: string, { file, find, put }: Edit): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file} must have exactly one passage "${find}"`);
  return `${before}${put}${after}`;
}

const WRITE = String.raw`(?:\[[^\[\]]+\])+`;

/** The source with a call after each write to a variable. Refuses a write that is no statement of its own. */
export function hooked(source: string, { file, variable, call }: Hook): string {
  const anyWrite = new RegExp(
    String.raw`(?:\+\+|--|delete )${variable}\b|\b${variable}(?:${WRITE})?[\w.]*\s*(?:[-+*/|&^]?=(?!=)|\+\+|--)`,
    "g",
  );
  const statement = new RegExp(`^( *)(${variable}(${WRITE})) ([-+]?=) ([^;]+);$`, "gm");
  const writes = source.match(anyWrite)?.length ?? 0;
  let found = 0;
  const result = source.replace(statement, (whole, indent: string, place: string, indices: string) => {
    found += 1;
    const keys = indices.slice(1, -1).replaceAll("][", ", ");
    const follow = call
      .replaceAll("$keys", keys)
      .replaceAll("$holder", keys.split(", ")[0] ?? keys)
      .replaceAll("$was", "was_")
      .replaceAll("$now", place);
    return `${indent}{ uint256 was_ = ${place}; ${whole.trim()} ${follow} }`;
  });
  if (found === 0 || found !== writes)
    throw new Error(`${file} writes ${variable} ${writes} times, ${found} of them as statements that can be followed`);
  return result;
}

/** The source with reverts that name no error: the model checker walks on after one that does, and stops at one that does not. */
export const plainly = (source: string): string => source.replaceAll(/\brevert [A-Z][\w.]*\([^;]*\);/g, "revert();");
