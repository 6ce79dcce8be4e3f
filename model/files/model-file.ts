import { z } from "zod";
import { COVARIANCES, FACTORS } from "../classes.ts";
import { inputError, MODEL_CODES } from "../errors.ts";
import { times } from "../integers.ts";
import { checkModel, type MarketModel } from "../market-model.ts";
import { RANGE } from "../units.ts";
import { parseJson } from "./json.ts";
import { decimal, list, validate, whole } from "./schema.ts";
import { symbol } from "./symbol.ts";
import { type Json, jsonText } from "./write.ts";

/** A model and the names of the factors it uses, in their places. */
export interface NamedModel extends MarketModel {
  readonly symbols: readonly string[];
}

const tier = z.strictObject({
  varianceRatio: whole({ ...RANGE.ratio, least: 1n }),
  move: decimal(RANGE.move),
});

const schema = z.strictObject({
  version: whole({ least: 1n, most: 1n }),
  factors: z.array(symbol).min(1).max(FACTORS),
  alpha: whole({ ...RANGE.weight, least: 1n }),
  beta: whole(RANGE.weight),
  omega: list(decimal(RANGE.covariance), COVARIANCES),
  longRun: list(decimal({ ...RANGE.variance, least: 1n }), FACTORS),
  tiers: list(tier, 3),
});

/**
 * Reads a model.json, a venue's published volatility model. Throws BallastError BAL-101…105, and BAL-108 for a model under which
 * a covariance could leave the bit ledger.
 *
 * @example
 * const { symbols, ...model } = parseModel(text);
 */
export function parseModel(text: string, file = "model.json"): NamedModel {
  const { factors, alpha, beta, omega, longRun, tiers } = validate(schema, parseJson(text, file), file);
  factors.forEach((name, f) => {
    if (factors.indexOf(name) === f) return;
    const remedy = "Give each factor a name of its own.";
    throw inputError({ code: MODEL_CODES.structure, file, path: `factors[${f}]`, problem: "named twice", remedy });
  });
  const model: NamedModel = {
    symbols: factors,
    alpha: BigInt(alpha),
    beta: BigInt(beta),
    used: times(FACTORS, (f) => f < factors.length),
    omega,
    longRun,
    tiers: tiers as unknown as MarketModel["tiers"],
  };
  checkModel(model, file);
  return model;
}

/** The JSON projection of a model. Throws RangeError unless there is one symbol for each used factor. */
export function modelJson({ symbols, alpha, beta, used, omega, longRun, tiers }: NamedModel): {
  readonly [key: string]: Json;
} {
  if (symbols.length !== used.filter(Boolean).length) throw new RangeError("a model has one symbol per used factor");
  return {
    version: 1,
    factors: symbols,
    alpha: Number(alpha),
    beta: Number(beta),
    omega: omega.map(String),
    longRun: longRun.map(String),
    tiers: tiers.map(({ varianceRatio, move }) => ({ varianceRatio, move: move.toString() })),
  };
}

/** Writes a model.json. */
export function formatModel(model: NamedModel): string {
  return jsonText(modelJson(model));
}
