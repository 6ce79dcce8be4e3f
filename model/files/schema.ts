import { z } from "zod";
import { type ErrorCode, inputError, MODEL_CODES } from "../errors.ts";
import { isCanonicalInteger } from "../integers.ts";
import { inRange, type Range } from "../units.ts";
import { OddNumber } from "./json.ts";

const CANONICAL = "write a canonical integer in quotes: digits, a leading minus if negative, no plus, no leading zero";

const MISSING = "Add the key; model/README.md lists them all.";

/** Parameters that a custom issue carries to the error message. */
interface IssueParams {
  readonly code: ErrorCode;
  readonly remedy: string;
}

/** Adds a refusal with our code and remedy. */
export function refuse(
  context: z.RefinementCtx,
  code: ErrorCode,
  message: string,
  remedy: string,
  path: (string | number)[] = [],
): void {
  context.addIssue({ code: "custom", message, params: { code, remedy } satisfies IssueParams, path });
}

function rangeRemedy(range: Range): string {
  return `Use an integer from ${range.least} to ${range.most}.`;
}

/** A canonical decimal string within a range, as bigint. */
export function decimal(range: Range): z.ZodType<bigint> {
  return z.string().transform((text, context) => {
    if (!isCanonicalInteger(text)) {
      refuse(context, MODEL_CODES.number, "not a canonical integer", `Please ${CANONICAL}.`);
      return z.NEVER;
    }
    const value = BigInt(text);
    if (inRange(value, range)) return value;
    refuse(context, MODEL_CODES.range, "out of range", rangeRemedy(range));
    return z.NEVER;
  });
}

/** A JSON integer, written canonically, within a range. */
export function whole(range: Range): z.ZodType<number> {
  return z.unknown().transform((value, context): number => {
    if (value instanceof OddNumber) {
      refuse(context, MODEL_CODES.number, "not a canonical integer", "Write plain digits: no fraction, no exponent.");
    } else if (value === undefined) {
      refuse(context, MODEL_CODES.shape, "missing", MISSING);
    } else if (typeof value !== "number") {
      refuse(context, MODEL_CODES.shape, "not a number", "Write a number without quotes.");
    } else if (!inRange(BigInt(value), range)) {
      refuse(context, MODEL_CODES.range, "out of range", rangeRemedy(range));
    } else return value;
    return z.NEVER;
  });
}

const HEX = /^0x[0-9a-fA-F]{1,64}$/;

/** `0x` and 1 to 64 hexadecimal digits within a range, as bigint. */
export function hexadecimal(range: Range): z.ZodType<bigint> {
  return z.string().transform((text, context) => {
    if (!HEX.test(text)) {
      refuse(context, MODEL_CODES.number, "not a hexadecimal number", "Write 0x and 1 to 64 hexadecimal digits.");
      return z.NEVER;
    }
    const value = BigInt(text);
    if (inRange(value, range)) return value;
    refuse(context, MODEL_CODES.range, "out of range", "Use a value below 2^248.");
    return z.NEVER;
  });
}

/** Exactly `count` items. */
export function list<T extends z.ZodType>(item: T, count: number): z.ZodType<z.output<T>[]> {
  return z.array(item).length(count) as unknown as z.ZodType<z.output<T>[]>;
}

/** `slots[0].size` of ["slots", 0, "size"]. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? String(part) : `.${String(part)}`))
    .join("");
}

function describe(issue: z.core.$ZodIssue): { code: ErrorCode; path: string; problem: string; remedy: string } {
  const path = pathText(issue.path);
  const shape = MODEL_CODES.shape;
  if (issue.code === "custom") {
    const { code, remedy } = issue.params as unknown as IssueParams;
    return { code, path, problem: issue.message, remedy };
  }
  if (issue.code === "unrecognized_keys") {
    const key = pathText([...issue.path, issue.keys[0] ?? ""]);
    return { code: shape, path: key, problem: "unknown key", remedy: "Remove it, or correct its spelling." };
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    const bound = issue.code === "too_small" ? issue.minimum : issue.maximum;
    const exact = issue.exact === true ? "exactly" : issue.code === "too_small" ? "at least" : "at most";
    const unit = issue.origin === "string" ? "characters" : "entries";
    return { code: shape, path, problem: "wrong length", remedy: `Give ${exact} ${bound} ${unit}.` };
  }
  if ((issue.code === "invalid_type" || issue.code === "invalid_value") && issue.input === undefined) {
    return { code: shape, path, problem: "missing", remedy: MISSING };
  }
  return { code: shape, path, problem: "not of the expected kind", remedy: `${issue.message}.` };
}

/** Checks a parsed value against a schema. Throws BallastError BAL-102…105 naming file and path of the first fault. */
export function validate<T extends z.ZodType>(schema: T, value: unknown, file: string): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw result.error;
  throw inputError({ file, ...describe(issue) });
}
