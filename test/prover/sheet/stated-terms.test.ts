/** What signers see of a sheet before anybody voids it: by what the venue stated on a chain, and not by its files. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeFunctionData, type Hex, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linearRowsAbi } from "../../../contracts/generated/abi.ts";
import { writeMarket } from "../../../model/files/market-file.ts";
import { parseSheet, writeSheet } from "../../../model/files/sheet-file.ts";
import { at, times } from "../../../model/integers.ts";
import { gridRoot, linearGrid } from "../../../model/linear-grid.ts";
import { marketRoot } from "../../../model/market.ts";
import { packTerms } from "../../../model/row-terms.ts";
import { micros } from "../../../model/units.ts";
import { OTHER_GRID } from "../../../prover/sheet/judge-sheet.ts";
import { MNEMONIC } from "../../contracts/support/chain.ts";
import { closeProver } from "../../contracts/support/toy-prover.ts";
import { NOTICE, newVenue, type Venue } from "../../contracts/support/venue.ts";
import { statedRows } from "../../contracts/support/void.ts";
import { ballastHere, type Ran } from "../support/ballast.ts";
import { serveChain } from "../support/rpc-server.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { market } from "../support/venue.ts";

const EPOCH = BigInt(market.epoch);
const lot = { numerator: "1", denominator: "1" };
const PERPETUAL = { instrument: 17, kind: "perpetual", factor: 0, lot, depth: "1000" };
const SPOT = { instrument: 18, kind: "spot", factor: 0, lot, depth: "2000" };
const unit = { factor: 0, share: 10_000n, numerator: 1n, denominator: 1n };
/** Written from the pages: 3 % and 1 % where a perpetual states no contingency, nothing where a spot pair states none. */
const OF_PERPETUAL = { ...unit, instrument: 17, contingencyLong: 400n, contingencyShort: 400n, depth: 1_000n };
const OF_SPOT = { ...unit, instrument: 18, contingencyLong: 0n, contingencyShort: 0n, depth: 2_000n };
const WORDS = [OF_PERPETUAL, OF_SPOT].map(packTerms);
const GRID = gridRoot(linearGrid());

const folder = temporaryDirectory();
const file = (name: string): string => join(folder, name);
let venue: Venue;
let url: string;
let close: () => void;

beforeAll(async () => {
  const { verifier } = await statedRows();
  venue = await newVenue({ rows: { verifier, gridRoot: GRID, terms: WORDS } });
  ({ url, close } = await serveChain(venue.chain));
  await venue.publishMarket({ epoch: EPOCH, marketRoot: marketRoot(market) });
  writeFileSync(file("market.json"), writeMarket(market));
  for (const addressIndex of [3, 4]) {
    const key = mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey().privateKey;
    writeFileSync(file(`publisher-${addressIndex}.key`), toHex(key ?? new Uint8Array()), { mode: 0o600 });
  }
  const right = await build("right", {});
  expect([right.stderr, right.exitCode]).toEqual(["", 0]);
});
afterAll(async () => {
  close();
  await venue.chain.close();
  await closeProver();
});

const onChain = (): string[] => ["--registry", venue.market, "--rpc", url];
const inputs = (name: string, more: readonly string[] = []): string[] => [
  ...["--market", file("market.json"), "--instruments", file(`${name}.json`), ...more],
];
/** Writes an instruments.json with a perpetual of its own. */
const list = (name: string, perpetual: object, top: object = {}): void => {
  const instruments = [{ ...PERPETUAL, ...perpetual }, SPOT];
  writeFileSync(file(`${name}.json`), JSON.stringify({ version: 1, ...top, instruments }));
};
/** The same, and builds its sheet. */
const build = (name: string, perpetual: object, top: object = {}, more: readonly string[] = []): Promise<Ran> => {
  list(name, perpetual, top);
  return ballastHere(["sheet", "build", ...inputs(name, more), "--out", file(`${name}.csv`), "--json"]);
};
const verify = async (name: string, ...more: string[]) => {
  const ran = await ballastHere(["sheet", "verify", "--sheet", file(`${name}.csv`), ...inputs(name, more), "--json"]);
  expect(ran.stderr).toBe("");
  return { exitCode: ran.exitCode, ...JSON.parse(ran.stdout) };
};
const terms = async (name: string, ...more: string[]) => {
  const ran = await ballastHere(["sheet", "terms", "--instruments", file(`${name}.json`), ...more, "--json"]);
  expect([ran.stderr, ran.exitCode]).toEqual(["", 0]);
  return JSON.parse(ran.stdout);
};
const undone = (test: () => Promise<unknown>) => () => venue.chain.undone(test);

const MOVED: [string, object, string][] = [
  ["premium", { premium: 30 }, "shocks 0 to 2"],
  ["contingency", { contingencyShort: 300 }, "contingencies"],
  ["depth", { depth: "1001" }, "depth above the terms"],
  ["lot", { lot: { numerator: "2", denominator: "1" } }, "shocks 0 to 2"],
  ["settlement mark", { settlementMark: "20000" }, "shocks 0 to 2"],
];

describe("verify", () => {
  it("says that a sheet as the venue stated it is nobody's to void", async () => {
    const { exitCode, matches, voidable, stated } = await verify("right", ...onChain());
    expect({ exitCode, matches, voidable }).toEqual({ exitCode: 0, matches: true, voidable: [] });
    expect(stated).toEqual({
      ...{ rows: (venue.rows ?? "").toLowerCase(), boundary: `${venue.start + EPOCH * 3_600n}` },
      ...{ judged: [1, 2, 3, 4, 17, 18], voidable: [] },
    });
    const shown = await ballastHere(["sheet", "verify", "--sheet", file("right.csv"), ...inputs("right")]);
    expect(shown.stdout).toMatch(/not held to what the venue stated on the chain: add --registry and --rpc/);
  });

  it.each(MOVED)(
    "names the row whose %s moved in the file alone, which matches by the file",
    async (name, over, why) => {
      expect((await build(name, over)).exitCode).toBe(0);
      expect(await verify(name)).toMatchObject({ exitCode: 0, matches: true });
      const voidable = [{ row: 17, reason: why }];
      expect(await verify(name, ...onChain())).toMatchObject({
        ...{ exitCode: 5, matches: false, differences: [], voidable: [17], stated: { voidable } },
      });
    },
  );

  it("names a perpetual that has its contingency of a grid with other additions", async () => {
    const grid = JSON.parse(readFileSync("policies/stress-grid.json", "utf8"));
    const additions = { ...grid.additions, perpetual: { maintenance: 300, initial: 101 } };
    writeFileSync(file("grid.json"), JSON.stringify({ ...grid, additions }));
    const more = ["--grid", file("grid.json")];
    await build("addition", {}, {}, more);
    expect(await verify("addition", ...more, ...onChain())).toMatchObject({
      ...{ exitCode: 5, stated: { voidable: [{ row: 17, reason: "contingencies" }] } },
    });
  });

  it("calls no row right when the venue stated another grid", async () => {
    await build("moves", {}, { moves: times(8, (f) => (f === 0 ? 9_000 : 10_000)) });
    const { exitCode, stated } = await verify("moves", ...onChain());
    expect(exitCode).toBe(5);
    expect(stated.voidable).toEqual([1, 2, 3, 4, 17, 18].map((row) => ({ row, reason: OTHER_GRID })));
  });

  it("lets a depth be below the stated one, and judges collateral, of which nothing is stated", async () => {
    await build("shallow", { depth: "999" });
    expect(await verify("shallow", ...onChain())).toMatchObject({ exitCode: 0, voidable: [] });
    const { rows, header } = parseSheet(readFileSync(file("right.csv"), "utf8"));
    writeFileSync(file("collateral.csv"), writeSheet({ rows, header: header.with(0, at(header, 1)) }));
    writeFileSync(file("collateral.json"), readFileSync(file("right.json")));
    const { stated } = await verify("collateral", ...onChain());
    expect(stated.voidable).toEqual([{ row: 1, reason: "shocks 0 to 2" }]);
  });

  it("takes no other market than the chain's, nor half of what it needs to ask", async () => {
    const factors = market.factors.with(0, { ...at(market.factors, 0), price: micros(20_001n) });
    writeFileSync(file("false.json"), writeMarket({ ...market, factors }));
    const files = ["--sheet", file("right.csv"), "--market", file("false.json"), "--instruments", file("right.json")];
    const other = await ballastHere(["sheet", "verify", ...files, ...onChain()]);
    expect([other.exitCode, other.stderr]).toEqual([5, expect.stringMatching(/BAL-406/)]);
    const half = await ballastHere(["sheet", "verify", ...files, "--rpc", url]);
    expect([half.exitCode, half.stderr]).toEqual([2, expect.stringMatching(/^ballast: --registry/)]);
  });
});

describe("sign and publish", () => {
  const sign = (name: string, publisher: number, more: readonly string[] = []): Promise<Ran> => {
    const files = ["--sheet", file(`${name}.csv`), "--market", file("market.json"), "--location", "ipfs://bafy"];
    const place = ["--registry", venue.market, "--chain", `${venue.chainId}`];
    const key = ["--key-file", file(`publisher-${publisher}.key`), "--out", file(`${name}-${publisher}.sig`)];
    return ballastHere(["sheet", "sign", ...files, ...place, ...key, ...more, "--json"]);
  };
  const publish = (name: string, files: readonly string[]): Promise<Ran> => {
    const signatures = [3, 4].flatMap((publisher) => ["--signature", file(`${name}-${publisher}.sig`)]);
    const sender = ["--rpc", url, "--key-file", file("publisher-3.key")];
    return ballastHere(["sheet", "publish", ...signatures, ...files, ...sender, "--json"]);
  };
  const filesOf = (name: string): string[] => ["--sheet", file(`${name}.csv`), "--market", file("market.json")];
  const isPublished = async (): Promise<boolean> =>
    (await venue.get<[bigint]>("MarketRegistry", venue.market, "epochs", [EPOCH]))[0] !== 0n;

  it("refuse what anyone could void, and send what nobody can", async () => {
    await build("signed", { premium: 30 });
    for (const publisher of [3, 4]) {
      const refused = await sign("signed", publisher, ["--rpc", url]);
      expect(refused).toMatchObject({ exitCode: 5, stdout: "" });
      expect(JSON.parse(refused.stderr).error).toMatchObject({
        ...{ code: "BAL-274", message: "anyone could void epoch 12: row 17 (shocks 0 to 2)." },
      });
      // Without a node nothing is asked: the file is free, so nothing was written before.
      expect((await sign("signed", publisher)).exitCode).toBe(0);
      expect((await sign("right", publisher, ["--rpc", url])).exitCode).toBe(0);
    }
    const wrong = await publish("signed", filesOf("signed"));
    expect([wrong.exitCode, wrong.stderr]).toEqual([5, expect.stringMatching(/BAL-274/)]);
    const other = await publish("signed", filesOf("right"));
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringMatching(/BAL-272.*not of .*right\.csv/s)]);
    const half = await publish("right", filesOf("right").slice(0, 2));
    expect([half.exitCode, half.stderr]).toEqual([2, expect.stringMatching(/--market/)]);
    expect(await isPublished()).toBe(false);
    expect(await publish("right", filesOf("right"))).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await isPublished()).toBe(true);
  });

  it("sign asks the chain that it signs for", async () => {
    const place = ["--registry", venue.market, "--chain", "5", "--rpc", url, "--location", "ipfs://bafy"];
    const key = ["--key-file", file("publisher-3.key"), "--out", file("five.sig")];
    const ran = await ballastHere(["sheet", "sign", ...filesOf("right"), ...place, ...key]);
    expect([ran.exitCode, ran.stderr]).toEqual([5, expect.stringMatching(/--chain is 5.*BAL-406/)]);
  });
});

describe("terms", () => {
  it("packs what the sheet's builder takes, and finds it stated", async () => {
    const { terms: packed } = await terms("right");
    expect(packed).toEqual([
      { subject: "0", kind: "grid", word: `${GRID}` },
      ...[OF_PERPETUAL, OF_SPOT].map(({ instrument, factor, ...numbers }, i) => ({
        ...{ subject: `${instrument}`, kind: at(["perpetual", "spot"], i), word: `${at(WORDS, i)}`, factor },
        ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, `${value}`])),
      })),
    ]);
    const found = await terms("right", ...onChain());
    expect(found).toMatchObject({ same: true, notice: `${NOTICE}`, rows: (venue.rows ?? "").toLowerCase() });
    expect(found.terms.map(({ state }: { state: string }) => state)).toEqual(["stated", "stated", "stated"]);
  });

  /** Writes the calls of a file's terms; what they call, and with what. */
  const callsOf = async (name: string, out: string) => {
    await terms(name, ...onChain(), "--output", "calldata", "--out", file(out));
    const { calls, from } = JSON.parse(readFileSync(file(out), "utf8")) as {
      calls: { to: Hex; data: Hex }[];
      from: Hex;
    };
    expect(from).toBe(venue.owner.account.address.toLowerCase());
    for (const { to } of calls) expect(to).toBe((venue.rows ?? "").toLowerCase());
    const asked = calls.map(({ data }) => decodeFunctionData({ abi: linearRowsAbi, data }));
    return { calls, asked: asked.map(({ functionName, args }) => [functionName, ...(args ?? [])]) };
  };

  it(
    "writes the owner's calls of what differs, and says when they come due; a due word judges, and not before",
    undone(async () => {
      expect((await build("dearer", { premium: 30 })).exitCode).toBe(0);
      const premium = packTerms({ ...OF_PERPETUAL, share: 10_030n });
      const differs = (await terms("dearer", ...onChain())).terms.filter(
        (one: { state: string }) => one.state !== "stated",
      );
      expect(differs).toMatchObject([{ subject: "17", state: "differs", stated: `${WORDS[0]}`, differs: ["share"] }]);
      const { calls, asked } = await callsOf("dearer", "dearer.calls");
      expect(asked).toEqual([["state", 17n, premium]]);
      for (const { to, data } of calls) await venue.owner.sendTransaction({ to, data });
      const from = (await venue.chain.now()) + NOTICE;
      await venue.chain.goTo(from - 10_000n);
      const next = { word: `${premium}`, from: `${from}` };
      const found = await terms("dearer", ...onChain());
      expect(found.same).toBe(true);
      expect(found.terms[1]).toMatchObject({ state: "waits", stated: `${WORDS[0]}`, next });
      expect(await verify("dearer", ...onChain())).toMatchObject({ exitCode: 5, voidable: [17] });
      const epoch = Number((from - venue.start) / 3_600n) + 1;
      writeFileSync(file("later.json"), writeMarket({ ...market, epoch }));
      const later = ["--market", file("later.json"), "--instruments", file("dearer.json"), ...onChain()];
      const judged = await ballastHere(["sheet", "verify", "--sheet", file("dearer.csv"), ...later]);
      expect([judged.stderr, judged.exitCode]).toEqual(["", 0]);
      expect(judged.stdout).toMatch(/rows judged 6, voidable 0/);
      expect((await callsOf("right", "cancel.calls")).asked).toEqual([["cancel", 17n]]);
      list("deeper", { depth: "1001" });
      expect((await callsOf("deeper", "both.calls")).asked).toEqual([
        ["cancel", 17n],
        ["state", 17n, packTerms({ ...OF_PERPETUAL, depth: 1_001n })],
      ]);
    }),
  );

  it("takes back what has settled, and writes nothing where nothing differs", async () => {
    list("settled", { settlementMark: "20000" });
    expect((await callsOf("settled", "settled.calls")).asked).toEqual([["state", 17n, 0n]]);
    const shown = await ballastHere([...["sheet", "terms", "--instruments", file("settled.json"), ...onChain()]]);
    expect(shown.stdout).toMatch(/row 17: to be taken back/);
    const planned = ["--output", "calldata", "--out", file("none.calls")];
    expect(await terms("right", ...onChain(), ...planned)).toMatchObject({ same: true });
    expect(() => readFileSync(file("none.calls"))).toThrow();
    const blind = await ballastHere(["sheet", "terms", "--instruments", file("right.json"), ...planned]);
    expect([blind.exitCode, blind.stderr]).toEqual([2, expect.stringMatching(/^ballast: --registry/)]);
  });

  it("names the file of a lot that no terms hold", async () => {
    writeFileSync(
      file("large.json"),
      JSON.stringify({ version: 1, instruments: [{ ...SPOT, lot: { numerator: `${2n ** 40n}`, denominator: "1" } }] }),
    );
    const ran = await ballastHere(["sheet", "terms", "--instruments", file("large.json")]);
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringMatching(/large\.json: instrument 18\.numerator/)]);
  });
});
