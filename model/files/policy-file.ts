import { z } from "zod";
import { ASSETS, FACTORS, HAIRCUT_LINES, TIERS } from "../classes.ts";
import { inputError, MODEL_CODES } from "../errors.ts";
import type { Policy } from "../policy.ts";
import { RANGE } from "../units.ts";
import { parseJson } from "./json.ts";
import { decimal, list, validate, whole } from "./schema.ts";
import { type Json, jsonText } from "./write.ts";

const ratio = whole(RANGE.ratio);
const fraction = whole(RANGE.fraction);
const line = z.strictObject({ intercept: decimal(RANGE.intercept), slope: whole(RANGE.slope) });

const schema = z.strictObject({
  imFactor: ratio,
  mmFactor: ratio,
  mmShare: ratio,
  slippage: ratio,
  borrow: ratio,
  basis: ratio,
  leverage: ratio,
  volTarget: decimal(RANGE.volTarget),
  deltaLimit: ratio,
  gammaLimit: ratio,
  vegaLimit: ratio,
  kellyFraction: fraction,
  drift: list(decimal(RANGE.drift), FACTORS),
  riskShare: fraction,
  atrRisk: ratio,
  participation: ratio,
  horizon: ratio,
  scale: list(whole(RANGE.scale), TIERS),
  haircuts: list(list(line, HAIRCUT_LINES), ASSETS),
});

/** Every asset needs a line through the origin, so that no collateral is worth nothing. Throws BallastError BAL-105. */
function checkHaircuts(policy: Policy, file: string): void {
  policy.haircuts.forEach((lines, k) => {
    if (lines.some(({ intercept }) => intercept === 0n)) return;
    const problem = "no line with intercept 0";
    const remedy = "Give one of the asset's lines the intercept 0: without collateral its value must be 0.";
    throw inputError({ code: MODEL_CODES.structure, file, path: `haircuts[${k}]`, problem, remedy });
  });
}

/** Reads a policy.json. Throws BallastError BAL-101…105. */
export function parsePolicy(text: string, file = "policy.json"): Policy {
  const policy = validate(schema, parseJson(text, file), file);
  checkHaircuts(policy, file);
  return policy;
}

/** The JSON projection of a policy. */
export function policyJson(policy: Policy): { readonly [key: string]: Json } {
  const { volTarget, drift, haircuts, scale, ...numbers } = policy;
  const written: Record<string, Json> = {
    ...numbers,
    volTarget: volTarget.toString(),
    drift: drift.map(String),
    scale,
    haircuts: haircuts.map((lines) =>
      lines.map(({ intercept, slope }) => ({ intercept: intercept.toString(), slope })),
    ),
  };
  return Object.fromEntries(Object.keys(schema.shape).map((key) => [key, written[key] as Json]));
}

/** Writes a policy.json, its keys in the order of the format. */
export function writePolicy(policy: Policy): string {
  return jsonText(policyJson(policy));
}
