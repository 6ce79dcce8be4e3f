import { readFileSync } from "node:fs";
import { isAddress, parseGwei } from "viem";
import type { Flow } from "../../model/call.ts";
import type { TargetSize } from "../../model/change.ts";
import { ASSETS, BOOK_CLASS_NAMES, type BookClass, isBookClass } from "../../model/classes.ts";
import { BallastError } from "../../model/errors.ts";
import { isCanonicalInteger } from "../../model/integers.ts";
import { inRange, RANGE } from "../../model/units.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";

/** A usage error: exit 2, naming the option and what it wants. */
export function usageError(option: string, wants: string): BallastError {
  return new BallastError("BAL-251", `${option}: ${wants}.`, {
    details: "Add --help to the command for examples.",
    exitCode: 2,
  });
}

/** commander's own finding about a command line, in our form. */
export function commandLineError(message: string): BallastError {
  const words = message.startsWith("error: ") ? message.slice("error: ".length) : "no command was given";
  return new BallastError("BAL-251", `${words}.`, {
    details: "`ballast --help` lists the commands, each command's --help its options and examples.",
    exitCode: 2,
  });
}

/** An error as it was, but with `place` before its message, in the stead of the name of an object. */
export function renamed(cause: BallastError, place: string, object = ""): BallastError {
  const message = cause.shortMessage.startsWith(object) ? cause.shortMessage.slice(object.length) : cause.shortMessage;
  return new BallastError(cause.code, `${place}${message}`, {
    exitCode: cause.exitCode,
    cause,
    ...(cause.details === undefined ? {} : { details: cause.details }),
  });
}

/** Reads a file the user named. Throws BallastError BAL-252 (exit 2) naming it. */
export function readInput(path: string): Uint8Array {
  try {
    return Uint8Array.from(readFileSync(path));
  } catch (cause) {
    const details = "Check the path and its permissions.";
    throw new BallastError("BAL-252", `${path}: cannot be read.`, { details, exitCode: 2, cause });
  }
}

/** As `readInput`, as text. */
export function readText(path: string): string {
  return new TextDecoder().decode(readInput(path));
}

/** A canonical decimal integer. */
export function integerOption(option: string, text: string): bigint {
  if (!isCanonicalInteger(text)) throw usageError(option, `"${text}" is not a canonical integer`);
  return BigInt(text);
}

/** An integer above 0. */
export function positiveOption(option: string, text: string): bigint {
  const value = integerOption(option, text);
  if (value <= 0n) throw usageError(option, "must be above 0");
  return value;
}

/** An integer of 0 or above. */
export function countOption(option: string, text: string): bigint {
  const value = integerOption(option, text);
  if (value < 0n) throw usageError(option, "must not be negative");
  return value;
}

/** A plain decimal number such as -0.25: no exponent. For estimates only, never for an amount. */
export function decimalOption(option: string, text: string): number {
  if (!/^-?\d{1,12}(?:\.\d{1,12})?$/.test(text)) throw usageError(option, `"${text}" is not a decimal number`);
  return Number(text);
}

/** A decimal number of 0 or above. */
export function fractionOption(option: string, text: string): number {
  const value = decimalOption(option, text);
  if (value < 0) throw usageError(option, "must not be negative");
  return value;
}

/** Gwei as wei, above 0; at most nine decimals, so that none is rounded away. */
export function gweiOption(option: string, text: string): bigint {
  const wei = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? parseGwei(text) : 0n;
  if (wei <= 0n) throw usageError(option, `"${text}" is not a number of gwei above 0`);
  return wei;
}

/** So many of them, with commas between. */
export function fractionsOption(option: string, text: string, count: number): number[] {
  const parts = text.split(",");
  if (parts.length !== count) throw usageError(option, `must be ${count} numbers with commas between`);
  return parts.map((part) => fractionOption(option, part));
}

/** An address of a node: http or https. */
export function rpcOption(option: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw usageError(option, `"${text}" is not an http or https address`);
  return text;
}

/** An address in any letter case; a mixed-case one must carry its checksum. */
export function addressOption(option: string, text: string): Address {
  if (!isAddress(text)) throw usageError(option, `"${text}" is not an address, or its checksum is wrong`);
  return text.toLowerCase() as Address;
}

/** 32 bytes of hexadecimal in any letter case. */
export function hashOption(option: string, text: string): Hex {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) throw usageError(option, `"${text}" is not 0x and 64 hexadecimal digits`);
  return text.toLowerCase() as Hex;
}

/** The name of a book class. */
export function classOption(text: string, option = "--class"): BookClass {
  if (!isBookClass(text)) throw usageError(option, `must be one of ${BOOK_CLASS_NAMES.join(", ")}`);
  return text;
}

/** `cash` or the number of a collateral asset. */
export function assetOption(text: string, option = "--asset"): Flow["asset"] {
  if (text === "cash") return "cash";
  const number = Number(integerOption(option, text));
  if (number < 0 || number >= ASSETS) throw usageError(option, `must be cash or 0 to ${ASSETS - 1}`);
  return number;
}

/** `ASSET=AMOUNT`, an amount above 0, as a flow inwards (sign 1) or outwards (−1). */
export function flowOption(option: string, text: string, sign: 1n | -1n): Flow {
  const [asset = "", amount = "", ...rest] = text.split("=");
  if (rest.length > 0 || amount === "") throw usageError(option, `"${text}" is not ASSET=AMOUNT`);
  return { asset: assetOption(asset, option), amount: sign * positiveOption(option, amount) };
}

/** `INSTRUMENT=LOTS` pairs. */
export function sizesOption(option: string, pairs: readonly string[]): TargetSize[] {
  return pairs.map((pair) => {
    const [instrument = "", size = "", ...rest] = pair.split("=");
    if (rest.length > 0 || size === "") throw usageError(option, `"${pair}" is not INSTRUMENT=LOTS`);
    const id = integerOption(option, instrument);
    if (!inRange(id, RANGE.instrument)) throw usageError(option, `${instrument} is not an instrument's id`);
    return { instrument: Number(id), size: integerOption(option, size) };
  });
}
