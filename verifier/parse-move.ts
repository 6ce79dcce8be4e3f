import { z } from "zod";
import { isClassMove } from "../model/class-move.ts";
import { BOOK_CLASS_NAMES } from "../model/classes.ts";
import {
  address,
  artifactsField,
  below,
  type Malformed,
  malformed,
  parseStrictly,
  proofField,
  textOf,
  uint64,
} from "./bundle-fields.ts";
import { canonicalHex } from "./canonical.ts";
import { formatMove, type MoveBundle, type MoveInputs } from "./move-bundle.ts";
import { openingLength } from "./opening-length.ts";
import { GROUP_ORDER, PUBLIC_INPUTS } from "./proof.ts";

/** A move's bundle, or the first thing that is wrong with the text. */
export type ParsedMove = { readonly status: "parsed"; readonly bundle: MoveBundle } | Malformed;

const schema = z.strictObject({
  version: z.literal(1),
  statement: z.literal("class-move"),
  from: z.enum(BOOK_CLASS_NAMES),
  to: z.enum(BOOK_CLASS_NAMES),
  chain: uint64,
  gate: address,
  account: address,
  nonce: uint64,
  deadline: uint64,
  opening: z.string(),
  publicInputs: z
    .array(below(GROUP_ORDER))
    .length(PUBLIC_INPUTS)
    .transform((list) => list as unknown as MoveInputs),
  proof: proofField,
  artifacts: artifactsField,
});

/** Whether a text begins like a move's bundle, so that its faults are those of one. */
export function isMoveText(input: string | Uint8Array): boolean {
  return textOf(input)?.startsWith('{\n  "version": 1,\n  "statement": "class-move",') === true;
}

/** Reads a move's bundle strictly, as `parseBundle` reads an update's. Never throws. */
export function parseMove(input: string | Uint8Array): ParsedMove {
  return parseStrictly(
    input,
    schema,
    ({ opening: text, ...rest }): MoveBundle | Malformed => {
      if (!isClassMove(rest.from, rest.to)) return malformed("to", `no book moves from ${rest.from} to ${rest.to}`);
      const opening = canonicalHex(text, openingLength(rest.to));
      if (opening !== undefined) return { ...rest, opening };
      return malformed("opening", `must be ${openingLength(rest.to)} bytes of lower-case hex`);
    },
    formatMove,
  );
}
