/** A false statement about somebody else's account, proven with the published trapdoor of the shipped key. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { emptyBook } from "../../../model/book.ts";
import { loadArtifacts } from "../../../prover/artifacts/load.ts";
import { formatBundle } from "../../../verifier/bundle.ts";
import { temporaryDirectory } from "../../prover/support/temporary.ts";
import { type Desk8, openDesk8 } from "../support/desk-8.ts";
import { epochData } from "../support/market.ts";
import { layOut, type Member } from "../support/member.ts";
import { openTrapdoorProver, type TrapdoorProver } from "../support/trapdoor-prover.ts";

let desk8: Desk8;
let prove: TrapdoorProver;
let vkey: string;
let file: string;

beforeAll(async () => {
  desk8 = await openDesk8();
  prove = await openTrapdoorProver(desk8);
  vkey = (await loadArtifacts("size-update-desk-8", { kinds: ["vkey"] })).paths.vkey;
  file = join(temporaryDirectory(), "forged.json");
});

/** The bundle of a book that nobody holds, its key declared sound or not. */
function forge(chain: bigint, development: boolean): void {
  const account = { class: "desk-8", chain, gate: `0x${"11".repeat(20)}`, account: `0x${"22".repeat(20)}` } as const;
  const book = { ...emptyBook("desk-8"), salt: 5n };
  const member = { seed: new Uint8Array(32).fill(9), account, book, nonce: 41n } as unknown as Member;
  const { draft } = layOut(desk8, member, { mode: "full", sizes: [] }, epochData(30n));
  const [oldCommitment, , riskRoot, trade, call] = draft.publicInputs;
  const publicInputs = [oldCommitment, 12_345n, riskRoot, trade, call] as const;
  const artifacts = { ...draft.artifacts, development };
  writeFileSync(file, formatBundle({ ...draft, publicInputs, proof: prove(publicInputs), artifacts }));
}

function verify(...more: string[]): { exitCode: number; verdict: Record<string, unknown> } {
  const args = ["prover/cli/main.ts", "verify", file, "--json", ...more];
  const run = () => execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  try {
    return { exitCode: 0, verdict: JSON.parse(run()) };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { exitCode: status, verdict: JSON.parse(stdout) };
  }
}

it("is refused on a real chain and when it denies its key, with a bare key as with the manifest", () => {
  for (const trust of [["--vkey", vkey], []]) {
    for (const [chain, development] of [
      [1n, false],
      [1n, true],
      [31337n, false],
    ] as const) {
      forge(chain, development);
      const expected = { exitCode: 5, verdict: { status: "wrong-statement" } };
      expect(verify(...trust), `${chain} ${development}`).toMatchObject(expected);
    }
  }
});

it("passes on a local chain as what it is, and as a book that nothing was compared with", () => {
  forge(31337n, true);
  const { exitCode, verdict } = verify("--vkey", vkey);
  expect([exitCode, verdict]).toMatchObject([0, { status: "valid", development: true, compared: [] }]);
  expect(verdict.notCompared).toEqual(expect.arrayContaining(["chain", "gate", "riskRoot", "oldCommitment"]));
  expect(verdict).not.toHaveProperty("circuit");
  expect(verify("--old-commitment", "1").exitCode).toBe(4);
});
