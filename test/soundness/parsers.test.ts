import { expect, test } from "vitest";
import { runParserCampaign } from "./parsers/campaign.ts";
import { BALLAST_SEED } from "./seed.ts";

const FILES = 10_000;

test(`of ${FILES} spoilt files none is accepted that means something else, none is an accident, none is slow (seed ${BALLAST_SEED})`, async () => {
  const { lines, problems, files } = await runParserCampaign(BALLAST_SEED, FILES);
  expect(problems).toEqual([]);
  expect(files).toBeGreaterThanOrEqual(FILES);
  for (const { name, refused } of lines) expect(refused, name).toBeGreaterThan(0);
});
