/**
 * A desk of 8 slots trades with a pool of 64 from the command line, each with true proofs of its own class, and a desk of 16 becomes a fund. Then what
 * nobody may do with two classes in one pair.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileVerifier } from "../../contracts/deploy/compile-verifier.ts";
import type { Change } from "../../model/change.ts";
import { writeMarket } from "../../model/files/market-file.ts";
import { writeSheet } from "../../model/files/sheet-file.ts";
import { rowOf } from "../../model/sheet.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { loadMoveCircuit } from "../../prover/circuit.ts";
import { type Proof, proofWords } from "../../verifier/proof.ts";
import { MNEMONIC } from "../contracts/support/chain.ts";
import { expectRevert } from "../contracts/support/reverts.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { type EpochData, epochData, PERP } from "../e2e/support/market.ts";
import { openMarketKey } from "../e2e/support/market-key.ts";
import {
  after,
  consentedForm,
  gateForm,
  layOut,
  type Member,
  newMember,
  registerMember,
  type Step,
  sendUpdate,
} from "../e2e/support/member.ts";
import { contractsOf, mine, storageOf } from "../e2e/support/mined.ts";
import { openClass, proofOf, type ShippedClass, satisfyingWitness } from "../e2e/support/shipped-class.ts";
import { FIRST_EPOCH, fund, openStage, publishEpoch } from "../e2e/support/stage.ts";
import { openTrapdoorProver } from "../e2e/support/trapdoor-prover.ts";
import { ballast, type Ran } from "../prover/support/ballast.ts";
import { serveChain } from "../prover/support/rpc-server.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";

const folder = temporaryDirectory();
const at = (name: string): string => join(folder, name);
let desk8: ShippedClass;
let desk16: ShippedClass;
let fund64: ShippedClass;
let backend: ProvingBackend;
const data: EpochData = epochData(FIRST_EPOCH);

beforeAll(async () => {
  [desk8, desk16, fund64] = [await openClass("desk-8"), await openClass("desk-16"), await openClass("fund-64")];
  backend = await openBackend();
}, 300_000);
afterAll(() => backend.close());

describe("from the command line", () => {
  let venue: Venue;
  let rpc: { readonly url: string; close(): void };
  const DATA = ["--market", at("market.json"), "--sheet", at("sheet.csv")];
  const DESKS = { desk: 1, pool: 2, mid: 6 } as const;

  beforeAll(async () => {
    const { zkey } = await loadMoveCircuit("desk-16", "fund-64");
    const vkey = JSON.parse(readFileSync(join(zkey, "..", "vkey.json"), "utf8"));
    const artifact = compileVerifier(vkey, "CircuitVerifier", ".ballast/contracts/verifiers");
    const moves = [{ from: "desk-16", to: "fund-64", artifact, development: true }] as const;
    const market = await openMarketKey();
    venue = await openStage([desk8, desk16, fund64], {
      moves,
      market: { verifier: { artifact: market.artifact, development: true } },
      proveMarket: (inputs) => proofWords(market.prove(inputs)),
    });
    await publishEpoch(venue, data);
    await fund(venue, venue.guardian);
    rpc = await serveChain(venue.chain);
    writeFileSync(at("market.json"), writeMarket(data.market));
    writeFileSync(at("sheet.csv"), writeSheet(data.sheet));
    for (const [name, addressIndex] of Object.entries(DESKS)) {
      const key = mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey().privateKey;
      writeFileSync(at(`${name}.key`), toHex(key ?? new Uint8Array()), { mode: 0o600 });
    }
  }, 300_000);
  afterAll(async () => {
    rpc.close();
    await venue.chain.close();
  });

  const run = (who: string, ...argv: string[]): Promise<Ran> =>
    ballast([...argv, "--json"], { BALLAST_HOME: at(who), BALLAST_KEY_FILE: at(`${who}.key`) });
  const good = async (who: string, ...argv: string[]) => {
    const ran = await run(who, ...argv);
    expect(ran.exitCode, `${argv.join(" ")}: ${ran.stderr}`).toBe(0);
    return JSON.parse(ran.stdout);
  };
  const DEADLINE = ["--deadline", "36000"];

  it("a desk-8 desk and a fund-64 pool trade, whichever of them offers", async () => {
    const classes = { desk: "desk-8", pool: "fund-64" } as const;
    for (const [who, name] of Object.entries(classes)) {
      await good(who, "init", "--gate", venue.gate, "--rpc", rpc.url, "--class", name, "--register");
      expect(await good(who, "deposit", "--amount", "50000000000", ...DATA, ...DEADLINE)).toMatchObject({ nonce: "1" });
    }
    const trade = async (maker: string, taker: string, lots: string) => {
      const [offer, acceptance] = [at(`${maker}-offer.json`), at(`${maker}-acceptance.json`)];
      await good(maker, "trade", "offer", "--delta", `${PERP}=${lots}`, "--out", offer, ...DATA, ...DEADLINE);
      await good(taker, "trade", "accept", offer, "--min-edge", "0", "--out", acceptance, ...DATA);
      return good(maker, "trade", "submit", acceptance, ...DATA);
    };
    const { transaction } = await trade("desk", "pool", "500");
    await trade("pool", "desk", "-200");
    // The desk took the second trade and learns of it when it next asks the chain.
    expect(await good("desk", "status")).toMatchObject({ step: "behind", nonce: "3" });
    await good("desk", "deposit", "--amount", "1000000", ...DATA, ...DEADLINE);
    for (const [who, size] of [
      ["desk", "700"],
      ["pool", "-700"],
    ] as const) {
      const { book } = await good(who, "status", "--book");
      expect(book.slots.filter((slot: { size: string }) => slot.size !== "0")).toEqual([{ instrument: PERP, size }]);
    }
    const verdict = await good("desk", "verify", "--tx", transaction, "--rpc", rpc.url, "--gate", venue.gate);
    expect(verdict).toMatchObject({ status: "proven" });
    expect(verdict.updates).toHaveLength(2);
  });

  it("a desk-16 desk becomes a fund with what it holds, and goes on as one", async () => {
    await good("mid", "init", "--gate", venue.gate, "--rpc", rpc.url, "--class", "desk-16", "--register");
    await good("mid", "deposit", "--amount", "50000000000", ...DATA, ...DEADLINE);
    await good("mid", "move", "--to", "fund-64");
    expect(await good("mid", "status")).toMatchObject({ step: "in step", class: "fund-64", nonce: "2" });
    expect(await good("mid", "doctor")).toMatchObject({ ok: true });
    await good("mid", "withdraw", "--amount", "1000000", ...DATA, ...DEADLINE);
    expect((await good("mid", "status", "--book")).book).toMatchObject({ class: "fund-64", cash: "49999000000" });
  });
});

describe("two classes in one pair", () => {
  const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } };
  const mark = rowOf(data.sheet, PERP)?.mark ?? 0n;
  const gains = (lots: bigint): Change => ({
    ...{ mode: "full", sizes: [{ instrument: PERP, size: lots }], cost: lots * mark, tradeSalt: 5n },
  });

  it("takes true proofs of each class, and with one bad one not a word of storage changes", async () => {
    const venue = await openStage([desk8, fund64]);
    await publishEpoch(venue, data);
    const [smallProof, largeProof] = [await openTrapdoorProver(desk8), await openTrapdoorProver(fund64)];
    const opened = async (member: Member, shipped: ShippedClass, prove: typeof smallProof): Promise<Member> => {
      await registerMember(venue, member);
      const step = layOut(shipped, member, deposit, data);
      await sendUpdate(venue, step, prove(step.draft.publicInputs));
      return after(step);
    };
    const desk = await opened(newMember(venue, venue.desk, 1), desk8, smallProof);
    const pool = await opened(newMember(venue, venue.maker, 2, "fund-64"), fund64, largeProof);
    const steps = [layOut(desk8, desk, gains(500n), data), layOut(fund64, pool, gains(-500n), data)] as const;
    const proofs: [Proof, Proof] = [
      await proofOf(desk8, backend, satisfyingWitness(desk8, steps[0].input)),
      await proofOf(fund64, backend, satisfyingWitness(fund64, steps[1].input)),
    ];
    const pairOf = async ([one, two]: readonly [Proof, Proof]) => [
      gateForm(steps[0], one),
      await consentedForm(steps[1], two),
    ];
    const contracts = contractsOf(venue);
    const before = await storageOf(venue.chain, contracts);
    // Another's proof, the right statement under the other class's key, and the two exchanged.
    const [small, large] = steps.map(({ draft }) => draft.publicInputs) as [
      Step["draft"]["publicInputs"],
      Step["draft"]["publicInputs"],
    ];
    const bad: readonly (readonly [Proof, Proof])[] = [
      [proofs[1], proofs[0]],
      [largeProof(small), proofs[1]],
      [proofs[0], smallProof(large)],
      [smallProof(large), proofs[1]],
      [proofs[0], largeProof(small)],
    ];
    for (const pair of bad) {
      const changes = await pairOf(pair);
      await expectRevert(
        venue.write(venue.desk, "SizingGate", venue.gate, "updatePair", changes),
        "Groth16VerifierInvalidProof",
      );
      expect((await mine(venue, venue.desk, "updatePair", changes)).status).toBe("reverted");
      expect(await storageOf(venue.chain, contracts)).toEqual(before);
    }
    const { status, gasUsed } = await mine(venue, venue.desk, "updatePair", await pairOf(proofs));
    expect(status).toBe("success");
    process.stdout.write(`pair of desk-8 and fund-64: ${gasUsed} gas\n`);
    await venue.chain.close();
  });

  it("serves nobody where a deployer exchanged the verifiers, and holds nothing hostage", async () => {
    const verifiers = [
      { bookClass: "desk-8", artifact: fund64.verifier, development: true },
      { bookClass: "fund-64", artifact: desk8.verifier, development: true },
    ] as const;
    const venue = await openStage([], { verifiers });
    await publishEpoch(venue, data);
    for (const [member, shipped] of [
      [newMember(venue, venue.desk, 1), desk8],
      [newMember(venue, venue.maker, 2, "fund-64"), fund64],
    ] as const) {
      await registerMember(venue, member);
      const step = layOut(shipped, member, deposit, data);
      const proof = (await openTrapdoorProver(shipped))(step.draft.publicInputs);
      await expectRevert(sendUpdate(venue, step, proof), "Groth16VerifierInvalidProof");
    }
    expect(await venue.get("CollateralVault", venue.vault, "held", [0])).toBe(0n);
    await venue.chain.close();
  });
});
