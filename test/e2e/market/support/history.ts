/** The daily prices that market tests replay. */
import { fitEwma, fitGarch } from "../../../../calibration/fit.ts";
import { modelOfFit } from "../../../../calibration/model-of-fit.ts";
import { type PriceHistory, readHistory } from "../../../../calibration/prices.ts";
import { firstOf } from "../../../../calibration/replay.ts";
import { returnsOf } from "../../../../calibration/returns.ts";
import type { Bar } from "../../../../model/bars.ts";
import type { NamedModel } from "../../../../model/files/model-file.ts";
import type { Market } from "../../../../model/market.ts";
import { CRYPTO } from "../../../support/crypto.ts";

/** A stretch of history: the block before it, the model, and its days. */
export interface Stretch {
  readonly symbols: readonly string[];
  readonly model: NamedModel;
  readonly first: Market;
  readonly days: readonly { readonly date: string; readonly bars: readonly Bar[] }[];
}

/** Days that a first block rests on. */
const STATED = 60;

/** The crypto history. */
export const cryptoHistory = (): Promise<PriceHistory> => readHistory(CRYPTO);

/** The model that `ballast market fit` publishes for a history. */
export async function fittedModel(history: PriceHistory, method: "garch" | "ewma"): Promise<NamedModel> {
  const returns = returnsOf(history);
  const fit = method === "garch" ? await fitGarch(returns) : await fitEwma(returns, 0.94);
  return { symbols: history.symbols, ...modelOfFit(fit) };
}

/** Days from a date on, begun at a block of the sixty days before them. */
export function stretchFrom({ symbols, days }: PriceHistory, date: string, count: number, model: NamedModel): Stretch {
  const from = days.findIndex((day) => day.date === date);
  if (from < STATED) throw new Error(`${date} has fewer than ${STATED} days before it`);
  const first = firstOf({ symbols }, days.slice(from - STATED, from));
  return { symbols, model, first, days: days.slice(from, from + count) };
}
