/**
 * Writes the normative vectors of docs/encodings.md and of `explain` into test/vectors/. They are frozen: a difference is a
 * change of the protocol, never a refresh.
 *
 *   node scripts/generate-vectors.ts [--check]
 */
import {
  type Bar,
  BOOK_CLASS_NAMES,
  type BookClass,
  bookDomain,
  bookJson,
  buildCircuitInput,
  buildLinearSheet,
  buildMarketInput,
  buildMoveInput,
  buildVoidInput,
  callOf,
  changeJson,
  collateralElement,
  collateralTerms,
  commit,
  DOMAINS,
  emptyBook,
  explain,
  explanationJson,
  type Flow,
  gridRoot,
  H,
  headerElements,
  initialCommitment,
  linearGrid,
  marketElements,
  marketJson,
  marketPublicInputs,
  marketPublicSignals,
  marketRoot,
  modelElements,
  modelJson,
  modelRoot,
  moveBook,
  movePublicInputs,
  nextMarket,
  P5,
  packCall,
  packTerms,
  policyElements,
  policyJson,
  policyRoot,
  publicInputs,
  riskRootOf,
  rowElements,
  rowLeaf,
  type SignalValue,
  sheetRoot,
  sheetTree,
  slotsHash,
  termsOf,
  times,
  tradeCommitment,
  transition,
  voidPublicInputs,
  writeSheet,
} from "../model/index.ts";
import { MARKET_STEPS, MODEL, MODELS } from "../test/model/support/market-samples.ts";
import { BOOK, CALLS, CHANGES, EXTREME, MARKET, POLICY, SHEET, TRADES } from "../test/model/support/vector-samples.ts";
import { type Address, type CallContext, contextHash, type Hex } from "../verifier/account-context.ts";
import { moveCallOf } from "../verifier/move-bundle.ts";
import { openingLength } from "../verifier/opening-length.ts";
import { emitGenerated } from "./generated-file.ts";

const COMMAND = "node scripts/generate-vectors.ts";
const text = (value: SignalValue): unknown => (typeof value === "bigint" ? value.toString() : value.map(text));

function emit(name: string, value: unknown): void {
  emitGenerated(`test/vectors/${name}.json`, `${JSON.stringify(value, undefined, 1)}\n`, COMMAND);
}

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

function emitModel(): void {
  emit(
    "model",
    MODELS.map((model) => ({
      model: modelJson(model),
      elements: text(modelElements(model)),
      root: modelRoot(model).toString(),
    })),
  );
}

/** A chain of epochs: small moves, a fall of 35 %, a flagged feed, a price that more than doubles. */
function emitMarketUpdate(): void {
  let previous = MARKET;
  const steps = MARKET_STEPS.map((step) => {
    const bars = step(previous);
    const market = nextMarket(previous, bars, MODEL);
    const signals = marketPublicSignals(previous, bars, MODEL);
    const input = buildMarketInput(previous, bars, MODEL);
    previous = market;
    return {
      bars: bars.map((bar) => bar && { flagged: bar.flagged === true, ...prices(bar) }),
      market: marketJson(market),
      publicInputs: text(marketPublicInputs(signals)),
      input: Object.fromEntries(Object.entries(input).map(([name, value]) => [name, text(value)])),
    };
  });
  emit("market-update", { model: modelJson(MODEL), first: marketJson(MARKET), steps });
}

function prices({ price, high, low }: Bar): object {
  return { price: price.toString(), high: high.toString(), low: low.toString() };
}

function emitContexts(): void {
  const [gate, account, recipient] = ["11", "22", "33"].map((byte): Address => `0x${byte.repeat(20)}`) as [
    Address,
    Address,
    Address,
  ];
  const opening: Hex = `0x${times(188, (i) => i.toString(16).padStart(2, "0")).join("")}`;
  const small = { chain: 31_337n, gate, account, nonce: 0n, classId: 1, deadline: 1_800_000_000n, epoch: 12n };
  const most = 2n ** 64n - 1n;
  const large = { ...small, chain: most, nonce: most, classId: 3, deadline: most, epoch: most };
  const cases = [
    { ...small, recipient: account, opening },
    { ...large, recipient, opening: "0x" as Hex },
  ];
  const asText = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
  const of = (context: CallContext): object => JSON.parse(JSON.stringify(context, asText));
  emit(
    "context",
    cases.map((fields) => ({ ...of(fields), context: contextHash(fields).toString() })),
  );
}

/** Two books in a larger class, and the empty one; each with its call. */
function emitMoves(): void {
  const [gate, account] = [`0x${"11".repeat(20)}`, `0x${"22".repeat(20)}`] as const;
  const opening: Hex = `0x${"5a".repeat(openingLength("desk-16"))}`;
  const to: BookClass = "desk-16";
  const context = { chain: 31_337n, gate, account, from: "desk-8" as const, to, deadline: 1_800_000_000n, opening };
  emit(
    "class-move",
    [BOOK, EXTREME, emptyBook("desk-8")].map((book, i) => {
      const [nonce, salt] = [BigInt(i + 1), 2n ** BigInt(100 + i) + 7n];
      const input = buildMoveInput(book, to, salt, moveCallOf({ ...context, nonce }));
      return {
        book: bookJson(book),
        context: { ...context, chain: "31337", deadline: "1800000000", nonce: nonce.toString() },
        moved: bookJson(moveBook(book, to, salt)),
        publicInputs: text(movePublicInputs(input)),
        input: Object.fromEntries(Object.entries(input).map(([name, value]) => [name, text(value)])),
      };
    }),
  );
}

/** A perpetual's row with a mark one too high, and a collateral asset without one of its losses. */
function emitRowVoid(): void {
  const item = {
    ...({ instrument: 17, kind: "perpetual", factor: 1, premium: 25, depth: 5_000n } as const),
    ...{ lot: { numerator: 3n, denominator: 7n }, contingencyLong: 400, contingencyShort: 300 },
  };
  const right = buildLinearSheet({ market: MARKET, instruments: [item] });
  const grid = linearGrid();
  const wrongs = [
    {
      terms: termsOf(item),
      sheet: { ...right, rows: right.rows.map((row) => ({ ...row, mark: row.mark + 1n })) },
    },
    {
      terms: collateralTerms(2),
      sheet: { ...right, header: right.header.map((shocks, k) => (k === 2 ? shocks.with(0, 0n) : shocks)) },
    },
  ];
  emit("row-void", {
    market: marketJson(MARKET),
    grid: { coefficients: text(grid.coefficients), moves: text(grid.moves), root: text(gridRoot(grid)) },
    cases: wrongs.map(({ terms, sheet }) => {
      const input = buildVoidInput({ market: MARKET, grid, terms, sheet }, 2n ** 160n - 2n);
      return {
        terms: text(packTerms(terms)),
        sheet: writeSheet(sheet),
        publicInputs: text(voidPublicInputs(input)),
        input: Object.fromEntries(Object.entries(input).map(([name, value]) => [name, text(value)])),
      };
    }),
  });
}

emitHashes();
emitMoves();
emitContexts();
emitObjects();
emitStatements();
emitCircuitInput();
emitModel();
emitMarketUpdate();
emitRowVoid();
