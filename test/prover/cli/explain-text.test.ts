import { expect, test } from "vitest";
import { emptyBook } from "../../../model/book.ts";
import type { Change } from "../../../model/change.ts";
import { explain } from "../../../model/explain.ts";
import { explanationLines } from "../../../prover/cli/explain-text.ts";
import { market, PERPETUAL, policy, sheet } from "../support/venue.ts";

const book = { ...emptyBook("desk-8"), cash: 50_000_000_000n, salt: 7n };
const textOf = (change: Change): string =>
  explanationLines(explain(book, change, market, sheet, policy))
    .map((line) => `|${line}`)
    .join("\n");

test("an accepted withdrawal: every rule that is on in aligned columns, with units and the share that is used", () => {
  const change: Change = {
    mode: "full",
    sizes: [{ instrument: PERPETUAL, size: 50_000n }],
    flow: { asset: "cash", amount: -49_000_000_000n },
  };
  expect(textOf(change)).toMatchInlineSnapshot(`
    "|accepted
    |
    |  rule                           verdict    used   value         limit   headroom  unit    at
    |  S-04 collateral and borrowing  holds         -       0          >= 0          0  quote   cash
    |  S-10 margin                    holds    18.2 %     182      <= 1,000        818  quote   book
    |  S-11 solvency                  holds         -   1,000          >= 0      1,000  quote   book
    |  S-13 volatility target         holds    63.2 %      20      <= 31.62      11.62  quote   book
    |  S-14 leverage                  holds    20.0 %   1,000      <= 5,000      4,000  quote   book
    |  S-15 Greeks                    holds     0.0 %       0         <= 50         50  quote   gamma
    |  S-18 average true range        holds     0.0 %       0    <= 0.00100    0.00100  quote²  factor 1
    |  S-19 liquidity                 holds     1.0 %  50,000  <= 5,000,000  4,950,000  lots    instrument 17 horizon
    |  off: S-16 Kelly fraction, S-17 risk parity
    |
    |  after the change
    |  equity                1,000  quote
    |  worst loss              180  quote
    |  contingency               2  quote
    |  risk capacity         1,000  quote
    |  volatility per epoch     20  quote
    |  sizes of instrument 17 that pass: -79056 to 50000 lots
    |  numbers are rounded; --json has the exact integers"
  `);
});

test("a refused change names its rules first and shows their rows first", () => {
  const change: Change = { mode: "full", sizes: [{ instrument: PERPETUAL, size: 900_000n }] };
  expect(textOf(change)).toMatchInlineSnapshot(`
    "|refused by S-19 liquidity
    |
    |  rule                     verdict     used    value        limit  headroom  unit    at
    |  S-19 liquidity           BROKEN   900.0 %  900,000   <= 100,000  -800,000  lots    instrument 17 participation
    |  S-10 margin              holds      6.6 %    3,276    <= 50,000    46,724  quote   book
    |  S-11 solvency            holds          -   50,000         >= 0    50,000  quote   book
    |  S-13 volatility target   holds     22.8 %      360  <= 1,581.14  1,221.14  quote   book
    |  S-14 leverage            holds      7.2 %   18,000   <= 250,000   232,000  quote   book
    |  S-15 Greeks              holds      0.0 %        0     <= 2,500     2,500  quote   gamma
    |  S-18 average true range  holds      0.0 %        0      <= 0.05      0.05  quote²  factor 1
    |  off: S-04 collateral and borrowing, S-16 Kelly fraction, S-17 risk parity
    |
    |  after the change
    |  equity                50,000  quote
    |  worst loss             3,240  quote
    |  contingency               36  quote
    |  risk capacity         50,000  quote
    |  volatility per epoch     360  quote
    |  sizes of instrument 17 that pass: -100000 to 100000 lots
    |  numbers are rounded; --json has the exact integers"
  `);
});

test("a structural refusal says what is wrong and where", () => {
  const change: Change = {
    mode: "reduce",
    sizes: [{ instrument: PERPETUAL, size: 9n }],
    flow: { asset: "cash", amount: -1n },
  };
  expect(textOf(change)).toMatchInlineSnapshot(`
    "|refused by S-20 reduce-only
    |  S-20  reduce-only: a size may only shrink or close (instrument 17)
    |  S-20  reduce-only: nothing may leave the vault (flow)
    |  S-20  reduce-only: the risk of the remaining sizes is above that of the old ones (risk)
    |
    |  off: S-04 collateral and borrowing, S-10 margin, S-11 solvency, S-13 volatility target, S-14 leverage, S-15 Greeks, S-16 Kelly fraction, S-17 risk parity, S-18 average true range, S-19 liquidity
    |
    |  after the change
    |  equity                  50,000  quote
    |  worst loss                0.03  quote
    |  contingency           0.000360  quote
    |  risk capacity           50,000  quote
    |  volatility per epoch   0.00360  quote
    |  no size of this instrument passes
    |  numbers are rounded; --json has the exact integers"
  `);
});

test("a salt asks for the new book's commitment", () => {
  const explanation = explain(book, { mode: "full", sizes: [] }, market, sheet, policy, { salt: 7n });
  expect(explanation.commitment).toBeDefined();
  expect(explanationLines(explanation)).toContain(`  commitment of the new book: ${explanation.commitment}`);
  expect(textOf({ mode: "full", sizes: [] })).not.toContain("commitment");
});
