/**
 * With a true proof, by the command: an epoch whose sheet has one altered linear cell is voided by a stranger, and nothing is accepted
 * at it any more; of a right sheet there is no proof, whatever is sent.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Hex, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileVerifier } from "../../contracts/deploy/compile-verifier.ts";
import { writeMarket } from "../../model/files/market-file.ts";
import { writeSheet } from "../../model/files/sheet-file.ts";
import { at } from "../../model/integers.ts";
import { gridRoot, linearGrid } from "../../model/linear-grid.ts";
import { type Market, marketRoot } from "../../model/market.ts";
import { collateralTerms, packTerms, termsOf } from "../../model/row-terms.ts";
import { type Sheet, sheetRoot } from "../../model/sheet.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import { loadVoidCircuit, proveVoid } from "../../prover/sheet/prove-void.ts";
import { MNEMONIC } from "../contracts/support/chain.ts";
import { draft, proven, register, update } from "../contracts/support/changes.ts";
import { expectRevert } from "../contracts/support/reverts.ts";
import { closeProver } from "../contracts/support/toy-prover.ts";
import { newVenue, type Venue } from "../contracts/support/venue.ts";
import { ballast, type Ran } from "../prover/support/ballast.ts";
import { serveChain } from "../prover/support/rpc-server.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { PERPETUAL, sheet as rightSheet, market as sampleMarket } from "../prover/support/venue.ts";

const STRANGER = 7;
const TERMS = termsOf({
  ...{ instrument: PERPETUAL, kind: "perpetual", factor: 0, lot: { numerator: 1n, denominator: 1n } },
  ...{ depth: 1_000_000n, contingencyLong: 20, contingencyShort: 20 },
});
const ROW = at(rightSheet.rows, 0);
const wrongRow: Sheet = { ...rightSheet, rows: [{ ...ROW, mark: ROW.mark + 1n }] };
const wrongHeader: Sheet = { ...rightSheet, header: rightSheet.header.with(0, at(rightSheet.header, 1)) };

const folder = temporaryDirectory();
const file = (name: string): string => join(folder, name);
let venue: Venue;
let url: string;
let close: () => void;

beforeAll(async () => {
  const circuit = await loadVoidCircuit();
  const vkey = JSON.parse(readFileSync(join(circuit.zkey, "..", "vkey.json"), "utf8"));
  const artifact = compileVerifier(vkey, "RowVoidEndToEndVerifier", ".ballast/contracts/verifiers");
  const rows = {
    verifier: { artifact, development: true },
    ...{ gridRoot: gridRoot(linearGrid()), terms: [packTerms(TERMS)] },
  };
  venue = await newVenue({ rows });
  ({ url, close } = await serveChain(venue.chain));
  await register(venue, venue.desk);
  const key = mnemonicToAccount(MNEMONIC, { addressIndex: STRANGER }).getHdKey().privateKey;
  writeFileSync(file("stranger.key"), toHex(key ?? new Uint8Array()), { mode: 0o600 });
}, 300_000);
afterAll(async () => {
  close();
  await venue.chain.close();
  await closeProver();
});

/** Publishes an epoch with a sheet, and writes both as a publisher would. */
async function publish(epoch: bigint, sheet: Sheet): Promise<Market> {
  const market = { ...sampleMarket, epoch: Number(epoch) };
  await venue.publish(epoch, 0, { marketRoot: marketRoot(market), sheetRoot: sheetRoot(sheet) });
  writeFileSync(file("market.json"), writeMarket(market));
  writeFileSync(file("sheet.csv"), writeSheet(sheet));
  return market;
}

const voidByCommand = (row: number, more: readonly string[] = []): Promise<Ran> => {
  const files = ["--sheet", file("sheet.csv"), "--market", file("market.json"), "--row", `${row}`];
  const chain = ["--registry", venue.market, "--rpc", url];
  return ballast(["sheet", "void", ...files, ...chain, "--key-file", file("stranger.key"), ...more, "--json"]);
};

describe("a wrong linear row", () => {
  it("is proven by a stranger, and nothing is accepted at its epoch any more", async () => {
    await publish(30n, wrongRow);
    const change = await proven(venue, venue.desk.account.address);
    const ran = await voidByCommand(PERPETUAL);
    expect(ran.stderr).toBe("");
    expect(JSON.parse(ran.stdout)).toMatchObject({ epoch: 30, row: PERPETUAL, reason: "mark" });
    expect(ran.exitCode).toBe(0);
    await expectRevert(update(venue, venue.desk, change), "MarketRegistryEpochVoid", [30n]);
  });

  it("of collateral too, by a call that somebody else sends", async () => {
    await publish(31n, wrongHeader);
    const wallet = at(venue.chain.wallets, STRANGER);
    const out = file("calls.json");
    const from = wallet.account.address;
    const ran = await voidByCommand(1, ["--output", "calldata", "--out", out, "--from", from]);
    expect([ran.stderr, ran.exitCode]).toEqual(["", 0]);
    const [{ to, data }] = JSON.parse(readFileSync(out, "utf8")).calls as [{ to: Hex; data: Hex }];
    const call = { to, data };
    const other = at(venue.chain.wallets, 6).account.address;
    await expect(venue.chain.read.call({ ...call, account: other })).rejects.toThrow();
    await venue.chain.read.call({ ...call, account: from });
    await wallet.sendTransaction(call);
    const stale = update(venue, venue.desk, await draft(venue, venue.desk.account.address, { epoch: 31n }));
    await expectRevert(stale, "MarketRegistryEpochVoid", [31n]);
  });
});

describe("a right row", () => {
  it("has no proof: the command refuses, and a proof of something else does not pass", async () => {
    const market = await publish(32n, rightSheet);
    for (const row of [PERPETUAL, 1]) {
      const ran = await voidByCommand(row);
      expect([ran.exitCode, ran.stderr]).toEqual([3, expect.stringContaining("BAL-273")]);
    }
    const stranger = at(venue.chain.wallets, STRANGER);
    const claim = { market, grid: linearGrid(), terms: TERMS, sheet: wrongRow };
    await using backend = await openBackend();
    const tools = { circuit: await loadVoidCircuit(), backend };
    const sender = stranger.account.address.toLowerCase() as Hex;
    const { proof } = await proveVoid(claim, sender, tools);
    const [, policyRoot] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
    const send = (row: number, sheet: Sheet) =>
      venue.write(stranger, "LinearRows", venue.rows ?? "0x", "voidRow", [
        ...[venue.market, 32n, sheetRoot(sheet), policyRoot, BigInt(row), proof],
      ]);
    await expectRevert(send(PERPETUAL, rightSheet), "Groth16VerifierInvalidProof");
    await expectRevert(send(collateralTerms(0).instrument, rightSheet), "Groth16VerifierInvalidProof");
    await expectRevert(send(PERPETUAL, wrongRow), "LinearRowsOtherSheet");
    await update(venue, venue.desk, await proven(venue, venue.desk.account.address));
  });

  it("is not judged by other files than the published ones, nor where nothing is stated", async () => {
    await publish(33n, rightSheet);
    writeFileSync(file("sheet.csv"), writeSheet(wrongRow));
    const other = await voidByCommand(PERPETUAL);
    expect([other.exitCode, other.stderr]).toEqual([5, expect.stringMatching(/BAL-406.*the sheet/s)]);
    const unknown = await voidByCommand(18);
    expect([unknown.exitCode, unknown.stderr]).toEqual([5, expect.stringMatching(/BAL-406.*row 18/s)]);
  });
});
