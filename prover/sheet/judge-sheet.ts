import type { PublicClient } from "viem";
import { ASSETS } from "../../model/classes.ts";
import { BallastError } from "../../model/errors.ts";
import { at, times } from "../../model/integers.ts";
import { gridRoot, type LinearGrid } from "../../model/linear-grid.ts";
import { type Market, marketRoot } from "../../model/market.ts";
import { collateralTerms, type RowTerms, unpackTerms } from "../../model/row-terms.ts";
import { VOID_REASONS, voidReason } from "../../model/row-void.ts";
import type { Sheet } from "../../model/sheet.ts";
import type { Address } from "../../verifier/account-context.ts";
import { mismatchError } from "../chain/chain-error.ts";
import { readJudge, readStatedWords } from "../chain/read-rows.ts";

/** A sheet that is to be held to what a venue stated, with the files that it follows from. */
export interface SheetOnTrial {
  readonly registry: Address;
  readonly market: Market;
  readonly sheet: Sheet;
  /** The grid of whoever asks; judged is by the one whose root the venue stated. */
  readonly grid: LinearGrid;
}

/** A row by which anyone could void the epoch, and in what it is wrong. */
export interface VoidableRow {
  /** An instrument's id, or 1 to 4 for collateral asset 0 to 3. */
  readonly row: number;
  readonly reason: string;
}

/** What the chain would say of a sheet's linear rows. */
export interface SheetJudgement {
  /** The contract that voids epochs of the registry; undefined where nobody can. */
  readonly rows: Address | undefined;
  /** The epoch's boundary, unix seconds: what was in force then judges. */
  readonly boundary: bigint;
  /** Rows that are judged: collateral, and every row of the sheet that the venue stated; ascending. */
  readonly judged: readonly number[];
  readonly voidable: readonly VoidableRow[];
}

/** Why a row cannot be called right when only the root of the grid that judges it is known. */
export const OTHER_GRID = "judged by a grid other than this one";

/**
 * Judges a sheet as anyone could who voids its epoch: by the model of `row-void`, at the terms that the venue stated and that are in
 * force at the epoch's boundary. Where the venue stated another grid than the one given, each judged row counts as voidable: nothing
 * says that it is right.
 *
 * @throws BallastError BAL-406 (exit 5) when the epoch's market on the chain is another one, BAL-401…409 (exit 6) when the chain cannot
 *   be asked
 *
 * @example
 * const { voidable } = await judgeSheet(client, { registry, market, sheet, grid: linearGrid() });
 */
export async function judgeSheet(client: PublicClient, trial: SheetOnTrial): Promise<SheetJudgement> {
  const { registry, market, sheet, grid } = trial;
  const { marketRoot: proven, ...judge } = await readJudge(client, registry, BigInt(market.epoch));
  if (proven !== 0n && proven !== marketRoot(market)) throw otherMarketError(market.epoch);
  if (judge.rows === undefined) return { ...judge, judged: [], voidable: [] };
  const subjects = [0n, ...sheet.rows.map(({ instrument }) => BigInt(instrument))];
  const words = await readStatedWords(client, judge.rows, { subjects, boundary: judge.boundary });
  const [stated, ...ofRows] = words;
  // Without a grid the contract takes no proof, of no row.
  if (stated === 0n) return { ...judge, judged: [], voidable: [] };
  const terms = [...times(ASSETS, collateralTerms), ...ofRows.filter((word) => word !== 0n).map(unpackTerms)];
  const fault = stated === gridRoot(grid) ? (of: RowTerms) => faultOf(trial, of) : () => OTHER_GRID;
  const voidable = terms.flatMap((of) => {
    const reason = fault(of);
    return reason === undefined ? [] : [{ row: of.instrument, reason }];
  });
  return { ...judge, judged: terms.map(({ instrument }) => instrument), voidable };
}

function otherMarketError(epoch: number): BallastError {
  const what = `the market has not the root that epoch ${epoch} has on the chain.`;
  return mismatchError(what, "Give the market.json that was proven for that epoch.");
}

function faultOf({ market, grid, sheet }: SheetOnTrial, terms: RowTerms): string | undefined {
  const reason = voidReason({ market, grid, terms, sheet });
  return reason === undefined ? undefined : at(VOID_REASONS, reason);
}

/**
 * Refuses a sheet whose epoch anyone could void.
 *
 * @throws BallastError BAL-274 (exit 5) naming rows and reasons, BAL-406 (exit 5) another market, BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function requireUnvoidable(client: PublicClient, trial: SheetOnTrial): Promise<void> {
  const { voidable } = await judgeSheet(client, trial);
  if (voidable.length === 0) return;
  const rows = voidable.slice(0, 8).map(({ row, reason }) => `row ${row} (${reason})`);
  const more = voidable.length > rows.length ? ` and ${voidable.length - rows.length} more` : "";
  throw new BallastError("BAL-274", `anyone could void epoch ${trial.market.epoch}: ${rows.join(", ")}${more}.`, {
    details: voidable.some(({ reason }) => reason === OTHER_GRID)
      ? "Give the venue's stress grid with --grid, and its moves."
      : "`ballast sheet terms` says in what the venue's files differ from what it stated on the chain.",
    exitCode: 5,
  });
}
