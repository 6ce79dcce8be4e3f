import { type RiskRow, rowOf, type Sheet } from "../../model/sheet.ts";

/** A promise of publishers that a sheet breaks against the one before it; no circuit checks it. */
export interface BrokenDuty {
  readonly row: number;
  readonly problem: string;
}

/**
 * What a publisher answers for from one sheet to the next (docs/protocol.md, section 3): a settlement mark stays, what has settled
 * does not come back, an id keeps its factor, and a row that is not settled does not vanish. A settled row may go once every holder
 * has refreshed or defaulted, which files cannot show.
 */
export function brokenDuties(before: Sheet, after: Sheet): BrokenDuty[] {
  return before.rows.flatMap((row) => {
    const problem = problemOf(row, rowOf(after, row.instrument));
    return problem === undefined ? [] : [{ row: row.instrument, problem }];
  });
}

function problemOf(before: RiskRow, after: RiskRow | undefined): string | undefined {
  if (after === undefined) return before.settled ? undefined : "has vanished without settling";
  if (after.factor !== before.factor) return "depends on another factor than before";
  if (!before.settled) return undefined;
  if (!after.settled) return "was settled and no longer is";
  return after.mark === before.mark ? undefined : "settles at another mark than before";
}
