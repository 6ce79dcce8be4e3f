import { z } from "zod";
import { BOOK_CLASS_NAMES, LEGS } from "../../model/classes.ts";
import { isCanonicalInteger } from "../../model/integers.ts";
import { tradeFault } from "../../model/trade.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { canonicalHex } from "../../verifier/canonical.ts";
import type { SignedOffer } from "./offer.ts";
import { tradeError } from "./trade-error.ts";

const MAX_BYTES = 8_192;

const integer = z.string().refine(isCanonicalInteger, "must be a canonical decimal").transform(BigInt);
const uint64 = integer.refine((value) => value >= 0n && value < 1n << 64n, "must be below 2^64 and not negative");
const address = z
  .string()
  .refine((text) => canonicalHex(text, 20) !== undefined, "must be 0x and 40 lower-case hexadecimal digits")
  .transform((text) => text as Address);
const signature = z
  .string()
  .regex(/^0x([0-9a-f]{2}){64,1024}$/, "must be 0x and lower-case hexadecimal digits")
  .transform((text) => text as Hex);

const schema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("trade-offer"),
  chain: uint64,
  gate: address,
  maker: address,
  taker: address.nullable(),
  class: z.enum(BOOK_CLASS_NAMES),
  side: z.enum(["plus", "minus"]),
  legs: z
    .array(z.strictObject({ instrument: z.int(), lots: integer }))
    .min(1)
    .max(LEGS),
  cash: integer,
  salt: integer,
  epoch: uint64,
  deadline: uint64,
  signature,
});

/** The one text of a signed offer. */
export function formatOffer({ offer, signature }: SignedOffer): string {
  const plain = {
    version: 1,
    kind: "trade-offer",
    chain: `${offer.chain}`,
    gate: offer.gate,
    maker: offer.maker,
    taker: offer.taker ?? null,
    class: offer.class,
    side: offer.side === 0 ? "plus" : "minus",
    legs: offer.trade.legs.map(({ instrument, lots }) => ({ instrument, lots: `${lots}` })),
    cash: `${offer.trade.cash}`,
    salt: `${offer.trade.salt}`,
    epoch: `${offer.epoch}`,
    deadline: `${offer.deadline}`,
    signature,
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}

/**
 * Reads an offer file strictly. The signature is not checked here: see `isSignedByMaker`.
 *
 * @throws BallastError BAL-241 (exit 2) naming file and field
 */
export function parseOffer(text: string, file = "offer.json"): SignedOffer {
  const raw = parseJson(text, file);
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(file, issue?.path.join(".") ?? "", issue?.message ?? "is not an offer");
  }
  const { version: _version, kind: _kind, legs, cash, salt, side, taker, signature: signed, ...rest } = parsed.data;
  const trade = { legs, cash, salt };
  const fault = tradeFault(trade);
  if (fault !== undefined) throw refuse(file, "legs", fault);
  const offer = { ...rest, taker: taker ?? undefined, side: side === "plus" ? 0 : 1, trade } as const;
  const result: SignedOffer = { offer, signature: signed };
  if (formatOffer(result) !== text)
    throw refuse(file, "", "must be written canonically, as `ballast trade offer` writes it");
  return result;
}

function parseJson(text: string, file: string): unknown {
  if (text.length > MAX_BYTES) throw refuse(file, "", `must be at most ${MAX_BYTES} bytes`);
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(file, "", "must be JSON");
  }
}

function refuse(file: string, path: string, problem: string): Error {
  const place = path === "" ? file : `${file}: ${path}`;
  return tradeError("malformed", `${place}: ${problem}.`, "Ask the other desk for the file again, unchanged.");
}
