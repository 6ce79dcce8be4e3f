/** What makes the code of a folder old. */
import { expect, test } from "vitest";
import { nameOfCode } from "./folder.ts";

const sources = (over: Readonly<Record<string, string>> = {}) =>
  new Map(
    Object.entries({
      "contracts/interfaces/IOne.sol": "interface IOne { struct Setup { address owner; } }",
      "contracts/One.sol": 'import {IOne} from "./interfaces/IOne.sol";\ncontract One is IOne {}',
      "contracts/Both.sol": 'import {One} from "./One.sol";\nimport {Other} from "./Other.sol";\ncontract Both {}',
      "contracts/Other.sol": "contract Other {}",
      "contracts/Apart.sol": "contract Apart {}",
      ...over,
    }),
  );
const name = (over?: Readonly<Record<string, string>>): string => nameOfCode(sources(over), ["contracts/One.sol"]);

// A struct of an interface decides how a constructor reads its arguments.
test("an interface, what holds a changed source, and what that imports; nothing else", () => {
  expect(name()).toBe(name());
  for (const file of ["interfaces/IOne", "One", "Both", "Other"]) {
    const path = `contracts/${file}.sol`;
    expect(name({ [path]: `${sources().get(path)} // changed` }), file).not.toBe(name());
  }
  expect(name({ "contracts/Apart.sol": "contract Apart { uint256 more; }" })).toBe(name());
});
