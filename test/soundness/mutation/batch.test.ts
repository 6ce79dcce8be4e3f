import { expect, test } from "vitest";
import { LIBRARY } from "../deletion/library.ts";
import type { Subject } from "../deletion/subject.ts";
import { withBatch } from "./batch.ts";

const NOT = LIBRARY.find(({ call }) => call === "Not()") as Subject;
const FILE = "lib/range/zero.circom";

/** The file with the body of `Not` replaced. */
function withBody(body: string): string {
  return `pragma circom 2.1.9;\n\ntemplate Not() {\n    signal input {binary} in;\n    signal output {binary} out;\n${body}\n}\n`;
}

test("of many versions the compiler refuses those that it reports errors of, and no other", async () => {
  const versions = [
    withBody("    out <== 1 - in;"),
    withBody("    out <== 1 - missing;"),
    withBody("    signal unread;\n    out <== 1 - in;"),
    withBody("    out <== in * in * in;"),
    withBody("    out <-- 1 - in;"),
  ];
  const found = await withBatch(NOT, FILE, versions, (batch) => ({
    refused: [...batch.refused],
    outputs: batch.outputs(batch.calculate({ in: 1n }), [0, 2, 4]),
  }));
  expect(found.refused.sort()).toEqual([1, 3]);
  expect([...found.outputs.values()]).toEqual([{ out: 0n }, { out: 0n }, { out: 0n }]);
});

test("what the compiler refuses of the file as it is ends the run with its report", async () => {
  const versions = [withBody("    out <== 1 - missing;"), withBody("    out <== 1 - in;")];
  await expect(withBatch(NOT, FILE, versions, () => undefined)).rejects.toThrow(/error/);
});
