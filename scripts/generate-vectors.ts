/**
 * Writes the normative vectors of docs/encodings.md and of `explain` into test/vectors/. They are frozen: a difference is a
 * change of the protocol, never a refresh.
 *
 *   node scripts/generate-vectors.ts [--check]
 */
import {
  BOOK_CLASS_NAMES,
  type Book,
  bookDomain,
  bookJson,
  buildCircuitInput,
  buildLinearSheet,
  type Call,
  type Change,
  callOf,
  changeJson,
  collateralElement,
  commit,
  DOMAINS,
  EWMA,
  emptyBook,
  explain,
  explanationJson,
  type Flow,
  H,
  headerElements,
  initialCommitment,
  type LinearInstrument,
  type Market,
  marketElements,
  marketJson,
  marketRoot,
  nextMarket,
  P5,
  type Policy,
  packCall,
  policyElements,
  policyJson,
  policyRoot,
  publicInputs,
  riskRootOf,
  rowElements,
  rowLeaf,
  type Sheet,
  type SignalValue,
  type Slot,
  sheetRoot,
  sheetTree,
  slotsHash,
  type Trade,
  times,
  tradeCommitment,
  transition,
  UNUSED_FACTOR,
  writeSheet,
} from "../model/index.ts";
import { emitGenerated } from "./generated-file.ts";

const COMMAND = "node scripts/generate-vectors.ts";
const text = (value: SignalValue): unknown => (typeof value === "bigint" ? value.toString() : value.map(text));

function emit(name: string, value: unknown): void {
  emitGenerated(`test/vectors/${name}.json`, `${JSON.stringify(value, undefined, 1)}\n`, COMMAND);
}

const MARKET: Market = {
  epoch: 12,
  tier: 0,
  factors: [
    { symbol: "BTC", price: 64_250_120n, atr: 1_900_400n },
    { symbol: "ETH", price: 3_120_450n, atr: 121_300n },
    { symbol: "USDT", price: 1_000_100n, atr: 900n },
    ...times(5, () => UNUSED_FACTOR),
  ],
  covariance: times(36, (i) => [1_400_000_000_000_000n, 1_250_000_000_000_000n, -3_000_000_000n][i] ?? 0n).map(
    (value, i) => (i === 8 ? 2_100_000_000_000_000n : i === 15 ? 40_000_000_000n : value),
  ),
};

const perpetual = (instrument: number, factor: number, depth: bigint): LinearInstrument => ({
  instrument,
  kind: "perpetual",
  factor,
  lot: { numerator: 1n, denominator: 1n },
  premium: 5,
  depth,
  contingencyLong: 20,
  contingencyShort: 30,
});

/** Linear rows, a settled one, and one with every field of an option. */
const SHEET: Sheet = (() => {
  const linear = buildLinearSheet({
    market: MARKET,
    moves: [10_000, 10_000, 200],
    instruments: [
      perpetual(17, 0, 60_000n),
      perpetual(18, 1, 900_000n),
      { ...perpetual(19, 1, 1n), settlementMark: 2_999_999n },
    ],
  });
  const option = {
    instrument: 4_294_967_295,
    factor: 0,
    settled: false,
    mark: 1_711_003n,
    delta: -21_000_000n,
    depth: 4_000n,
    contingencyLong: 5_000n,
    contingencyShort: 90_000n,
    gamma: 41_007n,
    vega: -8_009n,
    shocks: times(32, (s) => BigInt((s - 15) * 100_003) * (s % 3 === 0 ? -1n : 1n)),
  };
  return { ...linear, rows: [...linear.rows, option] };
})();

const POLICY: Policy = {
  imFactor: 10_000,
  mmFactor: 8_000,
  mmShare: 8_000,
  slippage: 100,
  borrow: 5_000,
  basis: 2_000,
  leverage: 50_000,
  volTarget: 400_000_000_000_000n,
  deltaLimit: 50_000,
  gammaLimit: 500,
  vegaLimit: 500,
  kellyFraction: 128,
  drift: [-900_000n, 1_100_000n, -20n, 0n, 0n, 0n, 0n, 0n],
  riskShare: 0,
  atrRisk: 2_000,
  participation: 1_000,
  horizon: 5,
  scale: [256, 192, 128, 64],
  haircuts: times(4, (k) => [
    { intercept: 0n, slope: 9_500 - 500 * k },
    { intercept: 1_000_000_000n, slope: 9_000 - 500 * k },
    { intercept: 50_000_000_000n, slope: 7_000 },
    { intercept: 9_000_000_000_000n, slope: 0 },
  ]),
};

const SALT = (1n << 247n) + 0xb0_0cn;
const slots = (list: readonly Slot[]): Slot[] => times(8, (j) => list[j] ?? { instrument: 0, size: 0n });

const BOOK: Book = {
  class: "desk-8",
  cash: 1_000_000_000_000n,
  collateral: [2_500n, 0n, 1_000_000n, 0n],
  slots: slots([
    { instrument: 17, size: -3_500n },
    { instrument: 0, size: 0n },
    { instrument: 19, size: 12n },
  ]),
  salt: SALT,
};

const EXTREME: Book = {
  class: "desk-8",
  cash: -(2n ** 84n) + 1n,
  collateral: times(4, () => 2n ** 40n - 1n),
  slots: times(8, (j) => ({ instrument: 4_294_967_288 + j, size: j % 2 === 0 ? 2n ** 40n - 1n : 1n - 2n ** 40n })),
  salt: 2n ** 248n - 1n,
};

const TRADES: readonly Trade[] = [
  { legs: [{ instrument: 17, lots: 5n }], cash: 321_250_600n, salt: SALT },
  {
    legs: [
      { instrument: 16, lots: 2n ** 41n - 1n },
      { instrument: 17, lots: 1n - 2n ** 41n },
      { instrument: 400, lots: -1n },
      { instrument: 4_294_967_295, lots: 7n },
    ],
    cash: 1n - 2n ** 84n,
    salt: 2n ** 248n - 1n,
  },
];

const CALLS: readonly Call[] = [
  { context: 0n, mode: 0, side: 0, flow: undefined },
  { context: 2n ** 180n - 1n, mode: 2, side: 1, flow: { asset: 3, amount: 1n - 2n ** 64n } },
  { context: 123_456_789n, mode: 1, side: 1, flow: { asset: "cash", amount: 5_000_000n } },
];

const CHANGES: readonly (readonly [string, Change])[] = [
  ["open a hedge", { mode: "full", sizes: [{ instrument: 18, size: 60_000n }], tradeSalt: SALT }],
  ["refresh and settle", { mode: "full", sizes: [] }],
  ["deposit", { mode: "full", sizes: [], flow: { asset: 0, amount: 50n } }],
  ["withdraw too much", { mode: "full", sizes: [], flow: { asset: "cash", amount: -1_240_000_000_000n } }],
  ["beyond the target", { mode: "full", sizes: [{ instrument: 17, size: 40_000n }] }],
  ["reduce", { mode: "reduce", sizes: [{ instrument: 17, size: -3_000n }], cost: 32_150_000_000n, tradeSalt: SALT }],
  ["reduce that drops the hedge", { mode: "reduce", sizes: [{ instrument: 17, size: -1_000n }], tradeSalt: SALT }],
  ["reduce that grows", { mode: "reduce", sizes: [{ instrument: 17, size: -4_000n }] }],
  ["maintenance", { mode: "maintenance", sizes: [] }],
  ["all at once", { mode: "full", sizes: [17, 18, 4_294_967_295].map((instrument) => ({ instrument, size: 3n })) }],
];

function emitHashes(): void {
  const inputs = (count: number): bigint[] => times(count, (i) => BigInt(i + 1) ** 40n);
  emit("hashes", {
    domains: {
      ...Object.fromEntries(BOOK_CLASS_NAMES.map((name) => [`ballast/book/${name}/1`, bookDomain(name).toString()])),
      ...Object.fromEntries(Object.entries(DOMAINS).map(([name, value]) => [`ballast/${name}/1`, value.toString()])),
    },
    P5: { inputs: ["1", "2", "3", "4", "5"], output: P5(1n, 2n, 3n, 4n, 5n).toString() },
    H: [1, 2, 3, 4, 8, 15, 16, 17, 32, 33, 39, 45].map((count) => ({
      domain: "ballast/sheet/1",
      inputs: text(inputs(count)),
      output: H(DOMAINS.sheet, inputs(count)).toString(),
    })),
  });
}

function emitObjects(): void {
  const empty = BOOK_CLASS_NAMES.map((name) => ({
    class: name,
    slotsHash: slotsHash(emptyBook(name).slots).toString(),
    commitment: initialCommitment(name).toString(),
  }));
  const books = [BOOK, EXTREME].map((book) => ({
    book: bookJson(book),
    slotsHash: slotsHash(book.slots).toString(),
    collateralElement: collateralElement(book.collateral).toString(),
    commitment: commit(book).toString(),
  }));
  emit("book", { empty, books });
  emit("market", {
    market: marketJson(MARKET),
    elements: text(marketElements(MARKET)),
    root: marketRoot(MARKET).toString(),
  });
  emit("policy", {
    policy: policyJson(POLICY),
    elements: text(policyElements(POLICY)),
    root: policyRoot(POLICY).toString(),
  });
  emit("sheet", {
    csv: writeSheet(SHEET),
    rows: SHEET.rows.map((row, place) => ({
      instrument: row.instrument,
      elements: text(rowElements(row)),
      leaf: rowLeaf(row).toString(),
      path: text(sheetTree(SHEET).path(place)),
    })),
    header: text(headerElements(SHEET)),
    top: text(sheetTree(SHEET).top),
    treeRoot: sheetTree(SHEET).root.toString(),
    root: sheetRoot(SHEET).toString(),
  });
  emit("risk-root", { tiers: times(4, (tier) => riskRootOf({ ...MARKET, tier }, SHEET, POLICY).toString()) });
}

function emitStatements(): void {
  const flowText = (flow: Flow | undefined): unknown =>
    flow === undefined ? null : { asset: flow.asset, amount: flow.amount.toString() };
  emit(
    "trade",
    TRADES.map((trade) => ({
      legs: trade.legs.map(({ instrument, lots }) => ({ instrument, lots: lots.toString() })),
      cash: trade.cash.toString(),
      salt: `0x${trade.salt.toString(16)}`,
      commitment: tradeCommitment(trade).toString(),
    })),
  );
  emit(
    "call",
    CALLS.map((call) => ({
      ...call,
      context: call.context.toString(),
      flow: flowText(call.flow),
      packed: packCall(call).toString(),
    })),
  );
  emit("explain", {
    book: bookJson(BOOK),
    market: marketJson(MARKET),
    policy: policyJson(POLICY),
    csv: writeSheet(SHEET),
    cases: CHANGES.map(([name, change]) => ({
      name,
      change: changeJson(change),
      salt: "0x2a",
      explanation: explanationJson(explain(BOOK, change, MARKET, SHEET, POLICY, { salt: 42n })),
    })),
  });
}

function emitCircuitInput(): void {
  const [, change] = CHANGES[0] ?? ["", { mode: "full" as const, sizes: [] }];
  const step = transition(BOOK, change, SHEET, { salt: 42n });
  if (step.newBook === null) throw new Error("the sample change leads to no book");
  const { newBook, used, trade } = step;
  const call = callOf(step, 123_456_789n);
  const scene = { market: MARKET, sheet: SHEET, policy: POLICY };
  const input = buildCircuitInput({ oldBook: BOOK, newBook, used, trade, call, ...scene });
  emit("circuit-input", {
    of: "the first case of explain.json, context 123456789",
    publicInputs: text(publicInputs(input)),
    input: Object.fromEntries(Object.entries(input).map(([name, value]) => [name, text(value)])),
  });
}

function emitMarketUpdate(): void {
  const move = (price: bigint, permille: bigint): { price: bigint; high: bigint; low: bigint } => {
    const next = price + (price * permille) / 1000n;
    const [high, low] = next > price ? [next, price] : [price, next];
    return { price: next, high: high + price / 200n, low: low - price / 200n };
  };
  const markets = [MARKET];
  for (const [i, permille] of [12n, -35n, 4n, -180n].entries()) {
    const previous = markets[i] ?? MARKET;
    const bars = previous.factors.map(({ price }, f) => (f < 3 ? move(price, f === 2 ? 0n : permille) : null));
    markets.push(nextMarket(previous, bars, EWMA));
  }
  emit("market-update", { permille: [12, -35, 4, -180], markets: markets.map(marketJson) });
}

emitHashes();
emitObjects();
emitStatements();
emitCircuitInput();
emitMarketUpdate();
