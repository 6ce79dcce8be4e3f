import { inputError, MODEL_CODES } from "../errors.ts";

/** Longest file accepted, in characters. */
const MAX_LENGTH = 64 * 1024 * 1024;

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** Stands in for a number whose text was not canonical, so that the schema can name its path. */
export class OddNumber {
  readonly kind = "odd number";
}

/** Walks the raw text and finds a key that stands twice in one object: JSON.parse would keep the last in silence. */
function duplicateKey(text: string): string | undefined {
  const stack: (Set<string> | undefined)[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [word] = match;
    if (word === "{") stack.push(new Set());
    else if (word === "[") stack.push(undefined);
    else if (word === "}" || word === "]") stack.pop();
    else if (/^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 64))) {
      const keys = stack.at(-1);
      const key = JSON.parse(word) as string;
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

/** Where the engine names a place, its line. The rest of its message quotes the file, which may hold balances. */
function lineOf({ message }: SyntaxError, text: string): string {
  const position = /\bposition (\d+)/.exec(message)?.[1];
  return position === undefined ? "" : `, line ${text.slice(0, Number(position)).split("\n").length}`;
}

/**
 * Parses JSON text without losing anything: duplicate keys are refused, and numbers written otherwise than as plain
 * canonical integers become an `OddNumber`. Throws BallastError BAL-101.
 */
export function parseJson(text: string, file: string): unknown {
  const refuse = (problem: string, remedy: string): never => {
    throw inputError({ code: MODEL_CODES.syntax, file, path: "", problem, remedy });
  };
  if (text.length > MAX_LENGTH) refuse("too long", "This is not a file of this kind.");
  let value: unknown;
  try {
    value = parse(text, (_, item, { source }) =>
      typeof item === "number" && !(Number.isSafeInteger(item) && String(item) === source) ? new OddNumber() : item,
    );
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return refuse(`not valid JSON${lineOf(cause, text)}`, "Check commas, quotes and brackets.");
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) refuse(`the key ${JSON.stringify(twice)} stands twice in one object`, "Keep one of them.");
  return value;
}
