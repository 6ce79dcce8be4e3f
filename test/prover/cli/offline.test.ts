import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyBook } from "../../../model/book.ts";
import { writeBook } from "../../../model/files/book-file.ts";
import { writeMarket } from "../../../model/files/market-file.ts";
import { writePolicy } from "../../../model/files/policy-file.ts";
import { writeSheet } from "../../../model/files/sheet-file.ts";
import { makeProgram } from "../../../prover/cli/program.ts";
import { formatBundle } from "../../../verifier/bundle.ts";
import { ballast } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { toyBundle } from "../support/toy-bundle.ts";
import { toyCircuit } from "../support/toy-circuit.ts";
import { market, PERPETUAL, policy, sheet } from "../support/venue.ts";

const COMMANDS = [
  "init",
  "status",
  "doctor",
  "explain",
  "deposit",
  "withdraw",
  "refresh",
  "prove",
  "reduce",
  "submit",
  "exit",
  "trade",
  "verify",
];

function files(size: string): string[] {
  const directory = temporaryDirectory();
  const write = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const book = { ...emptyBook("desk-8"), cash: 50_000_000_000n, salt: 7n };
  const change = JSON.stringify({ mode: "full", sizes: [{ instrument: PERPETUAL, size }] });
  return [
    ["--book", write("book.json", writeBook(book))],
    ["--change", write("change.json", change)],
    ["--market", write("market.json", writeMarket(market))],
    ["--sheet", write("sheet.csv", writeSheet(sheet))],
    ["--policy", write("policy.json", writePolicy(policy))],
  ].flat();
}

test("every command has help with an example, and unknown ones are bad usage", async () => {
  const { commands } = makeProgram();
  const leaves = commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]));
  expect(commands.map((command) => command.name()).sort()).toEqual([...COMMANDS].sort());
  for (const command of leaves) {
    let help = "";
    command
      .configureOutput({
        writeOut: (text) => {
          help += text;
        },
      })
      .outputHelp();
    expect(help, command.name()).toMatch(/Examples:\n {2}\$ ballast /);
  }
  expect((await ballast(["--help"])).stdout).toMatch(/Exit codes: 0 ok/);
  expect(await ballast(["frobnicate"])).toMatchObject({ exitCode: 2, stdout: "" });
  expect(await ballast(["explain"])).toMatchObject({ exitCode: 2, stdout: "" });
});

test("explain accepts with 0, refuses with 3 and names bad input with 2", async () => {
  const accepted = await ballast(["explain", ...files("500"), "--json"]);
  expect(accepted).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(accepted.stdout)).toMatchObject({ accepted: true, largest: { instrument: PERPETUAL } });
  const refused = await ballast(["explain", ...files("900000")]);
  expect(refused.exitCode).toBe(3);
  expect(refused.stdout).toMatch(/^refused\n[\s\S]*S-19 {2}broken/);
  const bad = await ballast(["explain", ...files("+5"), "--json"]);
  expect(bad).toMatchObject({ exitCode: 2, stdout: "" });
  expect(JSON.parse(bad.stderr).error.message).toMatch(/change\.json: sizes\[0\]\.size/);
});

test("verify tells a valid bundle, a bent one, a foreign one and a file that is none", async () => {
  const [{ bundle }, { vkeyBytes }] = [await toyBundle(), await toyCircuit()];
  const directory = temporaryDirectory();
  const [vkey, file] = [join(directory, "vkey.json"), join(directory, "update.json")];
  writeFileSync(vkey, vkeyBytes);
  writeFileSync(file, formatBundle(bundle));
  const verify = (...more: string[]) => ballast(["verify", file, "--vkey", vkey, "--json", ...more]);
  expect(JSON.parse((await verify()).stdout)).toMatchObject({ status: "valid", nonce: "0", development: true });
  expect((await verify("--chain", "1")).exitCode).toBe(4);
  expect((await verify("--now", "2000000000")).exitCode).toBe(5);
  const { a, b, c } = bundle.proof;
  writeFileSync(file, formatBundle({ ...bundle, proof: { a: c, b, c: a } }));
  expect(await verify()).toMatchObject({ exitCode: 4, stdout: expect.stringContaining("invalid-proof") });
  writeFileSync(file, readFileSync(file, "utf8").trim());
  expect(await verify()).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("malformed") });
  expect((await ballast(["verify", join(directory, "none")])).exitCode).toBe(2);
});
