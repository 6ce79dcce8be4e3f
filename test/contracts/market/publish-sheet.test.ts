import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, expect, test } from "vitest";
import { publishSheet } from "../../../prover/sheet/publish-sheet.ts";
import { type SignedReport, signReport } from "../../../prover/sheet/signature-file.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { type MarketStage, newMarketStage } from "../support/market-stage.ts";
import { reportOf } from "../support/reports.ts";
import { NOTICE } from "../support/venue.ts";

/** Keys of three publishers and of somebody else. */
const ACCOUNTS = ["11", "22", "33", "44"].map((byte) => privateKeyToAccount(`0x${byte.repeat(32)}`));
const PUBLISHERS = ACCOUNTS.slice(0, 3);

let stage: MarketStage;
const clients = () => ({ read: stage.chain.read, wallet: stage.sender });
const signedBy = (
  who: number,
  over: Partial<ReturnType<typeof reportOf>> = {},
  chain = 31_337n,
): Promise<SignedReport> => {
  const registry = stage.registry.toLowerCase() as Address;
  return signReport(ACCOUNTS[who] as (typeof ACCOUNTS)[number], {
    chain,
    registry,
    report: reportOf({ epoch: 0n, ...over }),
  });
};
const publishing = async (...signed: readonly Promise<SignedReport>[]) =>
  publishSheet(clients(), await Promise.all(signed));

beforeAll(async () => {
  stage = await newMarketStage();
  const ascending = PUBLISHERS.map(({ address }) => address).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  await stage.write("proposePublishers", [ascending, 2n]);
  await stage.chain.goTo((await stage.chain.now()) + NOTICE + 1n);
  const epoch = ((await stage.chain.now()) - stage.boundary(0n)) / (stage.boundary(1n) - stage.boundary(0n));
  EPOCH = epoch + 1n;
  const hints = await stage.begin(EPOCH);
  await stage.publish({ epoch: EPOCH, hints });
});
let EPOCH = 0n;
const report = (over: Partial<ReturnType<typeof reportOf>> = {}) => reportOf({ epoch: EPOCH, ...over });

test("refuses before sending what the registry would refuse", async () => {
  const quorum = { code: "BAL-272", exitCode: 2 };
  await expect(publishSheet(clients(), [])).rejects.toMatchObject(quorum);
  await expect(publishing(signedBy(0, report()))).rejects.toThrow(/1 of 2 signatures/);
  await expect(publishing(signedBy(0, report()), signedBy(0, report()))).rejects.toMatchObject(quorum);
  await expect(publishing(signedBy(0, report()), signedBy(3, report()))).rejects.toThrow(
    /no publisher of the registry/,
  );
  const other = report({ location: "elsewhere" });
  await expect(publishing(signedBy(0, report()), signedBy(1, other))).rejects.toThrow(/signed different reports/);
  await expect(publishing(signedBy(0, report(), 5n), signedBy(1, report(), 5n))).rejects.toMatchObject({
    ...{ code: "BAL-406", exitCode: 5 },
  });
  const old = report({ marketRoot: 7n });
  await expect(publishing(signedBy(0, old), signedBy(1, old))).rejects.toMatchObject({ code: "BAL-403", exitCode: 6 });
  const early = report({ epoch: EPOCH + 1n });
  await expect(publishing(signedBy(0, early), signedBy(1, early))).rejects.toMatchObject({
    code: "BAL-404",
    exitCode: 5,
  });
});

test("sends exactly the threshold of signatures, ascending, whatever the files' order", async () => {
  const all = [2, 0, 1].map((who) => signedBy(who, report()));
  const { gasUsed } = await publishing(...all);
  expect(gasUsed).toBeGreaterThan(0n);
  expect(await stage.get<unknown[]>("latest")).toContain(EPOCH);
  await expect(publishing(...all)).rejects.toMatchObject({ code: "BAL-404", exitCode: 5 });
});
