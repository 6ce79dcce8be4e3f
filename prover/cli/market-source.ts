import type { Command } from "commander";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { parseFirstMarket } from "../../model/files/market-file.ts";
import { type NamedModel, parseModel } from "../../model/files/model-file.ts";
import { type Market, marketRoot } from "../../model/market.ts";
import { modelRoot } from "../../model/market-model.ts";
import { foreignMarketError } from "../market/market-error.ts";
import { type RegistryFacts, readRegistry } from "../market/read-registry.ts";
import { readerAt } from "./desk.ts";
import { addressOption, countOption, readText, rpcOption } from "./input.ts";
import { ADDRESS_EXAMPLE } from "./shared-options.ts";

/** Options of a command that follows a registry's epochs. */
export interface MarketSourceOptions {
  readonly registry: string;
  readonly rpc: string;
  readonly model: string;
  readonly first: string;
  readonly fromBlock: string;
}

/** A registry, and the model and first block that it was made with. */
export interface MarketSource {
  readonly rpc: string;
  readonly facts: RegistryFacts;
  readonly model: NamedModel;
  readonly first: Market;
  readonly fromBlock: bigint;
}

/** The options by which such a command finds its registry. */
export function withMarketSource(command: Command): Command {
  return command
    .requiredOption("--registry <address>", "the venue's MarketRegistry")
    .requiredOption("--rpc <url>", "RPC address of the chain")
    .requiredOption("--model <file>", "model.json, the venue's published model")
    .requiredOption("--first <file>", "market.json of the block that the registry began with")
    .option("--from-block <number>", "the registry's first block", "0");
}

/** The same options in examples. */
export const SOURCE_EXAMPLE = `--registry ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545 --model model.json --first market.json`;

/**
 * Opens the files and holds them against the registry.
 *
 * @throws BallastError BAL-101…108 (exit 2) naming file and field, BAL-412 (exit 5) when the registry was made with another
 *   model, other factors or another first block, BAL-401…409 (exit 6)
 */
export async function openMarketSource(options: MarketSourceOptions): Promise<MarketSource> {
  const registry = addressOption("--registry", options.registry);
  const rpc = rpcOption("--rpc", options.rpc);
  const fromBlock = countOption("--from-block", options.fromBlock);
  const model = parseModel(readText(options.model), options.model);
  const first = parseFirstMarket(readText(options.first), options.first);
  checkSymbols(model, first, options.first);
  const facts = await readRegistry(readerAt(rpc), registry);
  if (facts.modelRoot !== modelRoot(model))
    throw foreignMarketError(
      `${options.model}: another model than the registry's`,
      "Use the model the venue published.",
    );
  if (facts.firstRoot !== marketRoot(first))
    throw foreignMarketError(`${options.first}: not the registry's first block`, "Use the block the venue published.");
  return { rpc, facts, model, first, fromBlock };
}

/** Roots do not hold the names, so nothing else would notice two factors that were confused. Throws BallastError BAL-105. */
function checkSymbols({ symbols }: NamedModel, { factors }: Market, file: string): void {
  const wrong = symbols.findIndex((symbol, f) => factors[f]?.symbol !== symbol);
  if (wrong < 0) return;
  const problem = `is not ${symbols[wrong]}, as in the model`;
  const remedy = "Let model and market name the same factors in the same places.";
  throw inputError({ code: MODEL_CODES.structure, file, path: `factors[${wrong}].symbol`, problem, remedy });
}
