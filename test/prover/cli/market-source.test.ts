import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseFirstMarket, parseMarket, writeMarket } from "../../../model/files/market-file.ts";
import { formatModel } from "../../../model/files/model-file.ts";
import { covarianceIndex } from "../../../model/market.ts";
import { openMarketSource } from "../../../prover/cli/market-source.ts";
import { first, model } from "../market/support/published.ts";
import { temporaryDirectory } from "../support/temporary.ts";

test("a first block without a covariance matrix is refused before any node is asked", async () => {
  const covariance = first.covariance.with(covarianceIndex(0, 1), 10n ** 17n);
  const text = writeMarket({ ...first, covariance });
  expect(parseMarket(text).covariance).toEqual(covariance);
  expect(parseFirstMarket(writeMarket(first)).covariance).toEqual(first.covariance);
  const folder = temporaryDirectory();
  const [modelFile, block] = [join(folder, "model.json"), join(folder, "first.json")];
  writeFileSync(modelFile, formatModel(model));
  writeFileSync(block, text);
  const registry = "0x00000000000000000000000000000000000000aa";
  const options = { registry, rpc: "http://127.0.0.1:9", model: modelFile, first: block, fromBlock: "0" };
  await expect(openMarketSource(options)).rejects.toMatchObject({
    code: "BAL-105",
    exitCode: 2,
    shortMessage: `${block}: covariance: not positive semi-definite.`,
  });
});
