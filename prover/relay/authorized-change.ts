import { z } from "zod";
import type { Hex } from "../../verifier/account-context.ts";
import { type Bundle, formatBundle } from "../../verifier/bundle.ts";
import { parseBundle } from "../../verifier/parse-bundle.ts";
import type { SignedBundle } from "../chain/submit.ts";
import { authorizedError } from "./relay-error.ts";

/**
 * A change that anybody may send: one account's update, or both sides of a trade, each with its consent. It holds what the
 * chain will show once it is accepted, and nothing else: a relayer that reads it learns no more than a reader of the chain.
 */
export type AuthorizedChange = readonly [SignedBundle] | readonly [SignedBundle, SignedBundle];

const MAX_BYTES = 65_536;
const schema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("authorized-change"),
  sides: z
    .array(
      z.strictObject({
        bundle: z.string(),
        authorization: z.templateLiteral(["0x", z.string().regex(/^([0-9a-f]{2}){64,1024}$/)]),
      }),
    )
    .min(1)
    .max(2),
});

/** The one text of an authorised change. */
export function formatAuthorized(change: AuthorizedChange): string {
  const sides = change.map(({ bundle, authorization }) => ({ bundle: formatBundle(bundle), authorization }));
  return `${JSON.stringify({ version: 1, kind: "authorized-change", sides }, null, 2)}\n`;
}

/**
 * Reads an authorised change strictly; proofs and consents are checked by `checkAuthorized`.
 *
 * @throws BallastError BAL-281 (exit 2) naming the file, when it is not one, when a trade has one side only, or when its two
 *   sides are none of one trade
 */
export function parseAuthorized(text: string, file = "change.json"): AuthorizedChange {
  const sides = plainSides(text, file).map(({ bundle: inner, authorization }): SignedBundle => {
    const parsed = parseBundle(inner);
    if (parsed.status !== "parsed") throw authorizedError(file, `its bundle is malformed: ${parsed.reason}`);
    return { bundle: parsed.bundle, authorization: authorization as Hex };
  });
  const change = sides as unknown as AuthorizedChange;
  if (formatAuthorized(change) !== text) throw authorizedError(file, "is not written canonically");
  const fault = shapeFault(sides.map(({ bundle }) => bundle));
  if (fault !== undefined) throw authorizedError(file, fault);
  return change;
}

function plainSides(text: string, file: string): z.infer<typeof schema>["sides"] {
  try {
    return schema.parse(text.length > MAX_BYTES ? undefined : JSON.parse(text)).sides;
  } catch {
    throw authorizedError(file, "is no authorised change");
  }
}

/** What keeps the sides from being one call of a gate, apart from their proofs. */
function shapeFault([first, second]: readonly Bundle[]): string | undefined {
  if (first === undefined) return "has no side";
  const trade = first.publicInputs[3];
  if (second === undefined) return trade === 0n ? undefined : "is one side of a trade; both go in one file";
  const faults: readonly (readonly [boolean, string])[] = [
    [trade === 0n || second.publicInputs[3] !== trade, "its sides are of different trades"],
    [first.side === second.side, "its sides are on the same side"],
    [first.account === second.account, "its sides are of one account"],
    [first.epoch !== second.epoch, "its sides are for different epochs"],
    [first.gate !== second.gate || first.chain !== second.chain, "its sides are for different venues"],
  ];
  return faults.find(([wrong]) => wrong)?.[1];
}
