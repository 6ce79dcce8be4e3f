/** Proving leaves nothing behind: the process ends by itself, and desk-8 proofs in a row hold no more than the first ones did. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadArtifacts } from "../../prover/artifacts/load.ts";
import { writeWtns } from "../../prover/artifacts/wtns.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { wholeOrSlice } from "../support/slice.ts";
import { openDesk8, satisfyingWitness } from "./support/desk-8.ts";
import { epochData } from "./support/market.ts";
import { layOut, newMember } from "./support/member.ts";
import { FIRST_EPOCH } from "./support/stage.ts";

/** Ten; six are enough to compare late ones with early ones. */
const PROOFS = wholeOrSlice(10, 6);

interface Seen {
  readonly threads: number;
  readonly own: number;
  readonly resident: number;
}

const least = (readings: readonly Seen[], of: keyof Seen): number => Math.min(...readings.map((at) => at[of]));

it(`${PROOFS} proofs in a row leak no threads and no memory, and the process exits by itself`, async () => {
  const desk8 = await openDesk8();
  const somewhere = { chainId: 31337, gate: `0x${"a1".repeat(20)}` } as never;
  const wallet = { account: { address: `0x${"b2".repeat(20)}` } } as never;
  const step = layOut(desk8, newMember(somewhere, wallet, 1), { mode: "full", sizes: [] }, epochData(FIRST_EPOCH));
  const witness = join(temporaryDirectory(), "desk-8.wtns");
  writeFileSync(witness, writeWtns(satisfyingWitness(desk8, step.input)));
  const { paths } = await loadArtifacts("size-update-desk-8", { kinds: ["zkey"] });
  const argv = ["--expose-gc", "test/e2e/support/prove-in-a-row.ts", paths.zkey, witness, `${PROOFS}`];
  const child = spawnSync(process.execPath, argv, { encoding: "utf8", timeout: 540_000 });
  expect({ signal: child.signal, status: child.status }, child.stderr).toEqual({ signal: null, status: 0 });
  const seen = JSON.parse(child.stdout) as Seen[];
  expect(seen).toHaveLength(PROOFS);
  // The least of three early and of three late readings: what is held then is held for good.
  const grown = (of: keyof Seen): number => least(seen.slice(-3), of) - least(seen.slice(1, 4), of);
  const resident = seen.map((at) => Math.round(at.resident));
  process.stdout.write(`${PROOFS} proofs: ${resident.join(", ")} MB resident, ${seen.at(-1)?.threads} threads\n`);
  expect(grown("threads")).toBeLessThanOrEqual(0);
  // One proof reads a key of 44 MB and makes a witness of 1 MB: keeping either of them would pass these limits.
  expect(grown("own")).toBeLessThan(4);
  expect(grown("resident")).toBeLessThan(150);
});
