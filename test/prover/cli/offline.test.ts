import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyBook } from "../../../model/book.ts";
import { writeBook } from "../../../model/files/book-file.ts";
import { writeMarket } from "../../../model/files/market-file.ts";
import { writePolicy } from "../../../model/files/policy-file.ts";
import { writeSheet } from "../../../model/files/sheet-file.ts";
import { pageOf } from "../../../prover/cli/command-page.ts";
import { leavesOf } from "../../../prover/cli/command-reference.ts";
import { makeProgram } from "../../../prover/cli/program.ts";
import { ballast, ballastHere } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { market, PERPETUAL, policy, sheet } from "../support/venue.ts";

const COMMANDS = [
  "init",
  "market",
  "status",
  "doctor",
  "explain",
  "deposit",
  "withdraw",
  "refresh",
  "prove",
  "reduce",
  "submit",
  "collect",
  "size",
  "relay",
  "sign",
  "operator",
  "default",
  "exit",
  "move",
  "trade",
  "verify",
  "sheet",
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
  const leaves = leavesOf(makeProgram());
  expect(commands.map((command) => command.name()).sort()).toEqual([...COMMANDS].sort());
  for (const [name, command] of leaves) {
    let help = "";
    command
      .configureOutput({
        writeOut: (text) => {
          help += text;
        },
      })
      .outputHelp();
    expect(help, name).toMatch(/Reads: .+\nLeaves: .+\nPrints: .+\nExit codes: 0 ok, 2 /);
    for (const line of pageOf(command)?.examples ?? []) expect(help).toContain(`  $ ${line}`);
    expect(help, name).toContain(`  $ ${name} `.trimEnd());
    expect(help, name).toMatch(/--json/);
  }
  expect((await ballast(["--help"])).stdout).toMatch(/Exit codes: 0 ok/);
  expect(await ballastHere(["frobnicate"])).toMatchObject({ exitCode: 2, stdout: "" });
  expect(await ballastHere(["explain"])).toMatchObject({ exitCode: 2, stdout: "" });
});

test("explain accepts with 0, refuses with 3 and names bad input with 2", async () => {
  const accepted = await ballast(["explain", ...files("500"), "--json"]);
  expect(accepted).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(accepted.stdout)).toMatchObject({ accepted: true, largest: { instrument: PERPETUAL } });
  const refused = await ballastHere(["explain", ...files("900000")]);
  expect(refused.exitCode).toBe(3);
  expect(refused.stdout).toMatch(/^refused by S-19 liquidity\n/);
  const bad = await ballastHere(["explain", ...files("+5"), "--json"]);
  expect(bad).toMatchObject({ exitCode: 2, stdout: "" });
  expect(JSON.parse(bad.stderr).error.message).toMatch(/change\.json: sizes\[0\]\.size/);
});

test("the examples of every help parse: their options exist and nothing required is missing", async () => {
  for (const [name, command] of leavesOf(makeProgram())) {
    for (const example of pageOf(command)?.examples ?? []) {
      const words = (example.split("  #")[0] ?? "").split(/\s+/).filter(Boolean);
      const argv = words.slice(name.split(" ").length).filter((word) => word !== "--json");
      let ran = false;
      // A fresh command for each example: commander keeps what it parsed.
      const [, fresh] = leavesOf(makeProgram()).find(([other]) => other === name) ?? expect.fail();
      fresh.exitOverride().configureOutput({ writeErr: () => undefined });
      fresh.action(() => {
        ran = true;
      });
      await fresh.parseAsync(argv, { from: "user" });
      expect(ran, example).toBe(true);
    }
  }
});

test("with --json wrong usage is an error in JSON too, exit 2, and nothing stands on stdout", async () => {
  const argvs = [[], ["frobnicate"], ["explain"], ["trade", "offer", "--delta"], ["status", "--frob"], ["submit"]];
  for (const argv of argvs) {
    const ran = await ballastHere([...argv, "--json"]);
    expect(ran, argv.join(" ")).toMatchObject({ exitCode: 2, stdout: "" });
    expect(JSON.parse(ran.stderr).error).toMatchObject({ code: "BAL-251", docs: "docs/errors.md#bal-251" });
  }
  const values = [
    ["deposit", "--amount", "-5"],
    ["deposit", "--amount", "1e9"],
    ["withdraw", "--amount", "5", "--asset", "4"],
    ["reduce", "--to", "17"],
    ["reduce", "--to", "3=0"],
    ["trade", "offer", "--out", "o.json", "--delta", "17=1.5"],
    ["trade", "offer", "--out", "o.json", "--delta", "17=1", "--deposit", "cash=1", "--withdraw", "cash=1"],
    ["trade", "offer", "--out", "o.json", "--delta", "17=1", "--deposit", "cash"],
    ["trade", "accept", "o.json", "--withdraw", "4=1"],
    ["refresh", "--deadline", "0"],
  ];
  for (const argv of values) {
    const ran = await ballastHere([...argv, "--market", "m", "--sheet", "s", "--json"]);
    expect(ran, argv.join(" ")).toMatchObject({ exitCode: 2, stdout: "" });
    expect(JSON.parse(ran.stderr).error.message, argv.join(" ")).toMatch(/^--[a-z]+: /);
  }
  expect(await ballastHere(["status", "--home", temporaryDirectory(), "--json"])).toMatchObject({ exitCode: 2 });
});
