/** What is proved of the contracts for every series of calls, and the slips that must refute each. */
import { type Edit, edited, type Hook, hooked, plainly } from "./instrument.ts";
import { readSource } from "./prove.ts";
import { type Slice, sliceOf } from "./slice.ts";

/** A contract whose assertions are proved, over the shipped sources. */
export interface Theorem {
  readonly id: string;
  /** Properties of contracts/PROPERTIES.md that it proves, or proves the core of. */
  readonly properties: readonly string[];
  readonly says: string;
  /** The contract, in the file of its name under `chc/`. */
  readonly contract: string;
  /** Parts of a source that are looked at by themselves. */
  readonly slice?: Slice;
  readonly hooks: readonly Hook[];
  /** Passages that read otherwise while this is proved, each with its reason in a comment. */
  readonly edits: readonly Edit[];
  /** Wrong sources: with each, something must no longer hold. */
  readonly slips: readonly Edit[];
}

const FOLDER = "test/contracts/proofs/chc";
const [VAULT, KEY] = ["contracts/CollateralVault.sol", "contracts/default/DefaultKey.sol"];
const [GUARDED, NOTICES] = ["contracts/governance/Guarded.sol", "contracts/governance/TwoNotices.sol"];
const STOP = "contracts/types/Stop.sol";

/** What stands for a library file while theorems are proved. */
const STAND_INS: Readonly<Record<string, string>> = {
  "@openzeppelin/contracts/access/Ownable2Step.sol": `${FOLDER}/openzeppelin/Ownable2Step.sol`,
  "@openzeppelin/contracts/access/Ownable.sol": `${FOLDER}/openzeppelin/Ownable.sol`,
};

/** A contract that inherits what the theorem remembers. */
const inheriting = (file: string, head: string, ghosts: string): Edit[] => [
  { file, find: `contract ${head} is `, put: `contract ${head} is ${ghosts}, ` },
  {
    file,
    find: "pragma solidity 0.8.37;\n",
    put: `pragma solidity 0.8.37;\nimport {${ghosts}} from "${FOLDER}/${ghosts}.sol";\n`,
  },
];

const after = (file: string, find: string, put: string): Edit => ({ file, find, put: `${find} ${put}` });

export const THEOREMS: readonly Theorem[] = [
  {
    id: "loans",
    properties: ["P-28"],
    says: "a loan changes by its lender alone, and comes back only out of what is held beyond all claims",
    contract: "LoanProof",
    slice: {
      file: VAULT,
      name: "LoanSlice",
      inherits: "LoanGhosts",
      imports: [
        ["LoanGhosts", `${FOLDER}/LoanGhosts.sol`],
        ["Math", `${FOLDER}/openzeppelin/Math.sol`],
      ],
      variables: ["_CASH", "advancedBy"],
      anything: ["held", "totalClaimable"],
      functions: ["advance", "recover", "surplus"],
      without: [
        " nonReentrant",
        "        _pull(msg.sender, _CASH, amount);\n",
        "        _push(msg.sender, _CASH, amount);\n",
      ],
    },
    hooks: [
      {
        file: VAULT,
        variable: "advancedBy",
        call: "_loanMoved($keys, $was, $now, held[_CASH], totalClaimable[_CASH]);",
      },
    ],
    edits: [],
    slips: [
      { file: VAULT, find: "if (left < amount) revert", put: "if (left > amount) revert" },
      { file: VAULT, find: "uint256 left = surplus(_CASH);", put: "uint256 left = held[_CASH];" },
      {
        file: VAULT,
        find: "Math.saturatingSub(held[asset], totalClaimable[asset])",
        put: "Math.saturatingSub(totalClaimable[asset], held[asset])",
      },
    ],
  },
  {
    id: "key",
    properties: ["P-31"],
    says: "no key of escrowed openings but the first is in force before its notice",
    contract: "KeyProof",
    hooks: [],
    edits: [
      ...inheriting(KEY, "DefaultKey", "KeyGhosts"),
      after(KEY, "emit KeyProposed(version, key, _next.activeFrom);", "_proposed(NOTICE);"),
      after(KEY, "        _current = _next;", "_inForce();"),
    ],
    slips: [
      { file: KEY, find: "uint64(block.timestamp) + NOTICE", put: "uint64(block.timestamp)" },
      {
        file: KEY,
        find: "_next.version != 0 && block.timestamp >= _next.activeFrom",
        put: "_next.version != 0",
      },
      {
        file: KEY,
        find: "        if (!_nextIsDue()) return;\n",
        put: "",
      },
    ],
  },
  {
    id: "office",
    properties: ["P-32"],
    says: "whoever calls what, a stop holds until its end and no longer, and a guardian's limit is from one second to thirty days",
    contract: "OfficeProof",
    hooks: [],
    edits: [
      // The same numbers by arithmetic, which the model checker reckons with: LimbLaws proves it of all words.
      { file: STOP, find: "Stop.unwrap(stop) >> 1", put: "Stop.unwrap(stop) / 2" },
      { file: STOP, find: "Stop.unwrap(stop) & 1 == 1", put: "Stop.unwrap(stop) % 2 == 1" },
      {
        file: STOP,
        find: "(uint48(type(uint40).max) << 1) | (Stop.unwrap(stop) & 1)",
        put: "uint48(type(uint40).max) * 2 + Stop.unwrap(stop) % 2",
      },
      { file: STOP, find: "(uint48(later) << 1) | 1", put: "uint48(later) * 2 + 1" },
    ],
    slips: [
      { file: STOP, find: "block.timestamp < endOf(stop)", put: "block.timestamp <= endOf(stop)" },
      { file: GUARDED, find: "office.limit > _LIMIT_MAX", put: "office.limit > 2 * _LIMIT_MAX" },
      { file: GUARDED, find: "office.limit == 0 || ", put: "" },
    ],
  },
  {
    id: "notice",
    properties: ["P-30"],
    says: "what only tightens binds no earlier than the shorter notice, what loosens anything no earlier than the longer one, and that is longer",
    contract: "NoticeProof",
    hooks: [],
    edits: [],
    slips: [
      {
        file: NOTICES,
        find: "direction.loosens() ? LOOSEN_NOTICE : TIGHTEN_NOTICE",
        put: "direction.loosens() ? TIGHTEN_NOTICE : LOOSEN_NOTICE",
      },
      { file: NOTICES, find: "notices.tighten >= notices.loosen", put: "notices.tighten > notices.loosen" },
      { file: NOTICES, find: "notices.tighten == 0 || ", put: "" },
    ],
  },
];

/** How a theorem's sources are read, with one slip or none. A slip is made in the shipped text, before anything else. */
export function readerOf({ slice, hooks, edits }: Theorem, slip?: Edit): (path: string) => string {
  const shipped = (path: string): string => {
    const source = readSource(STAND_INS[path] ?? path);
    return slip?.file === path ? edited(source, slip) : source;
  };
  return (path) => {
    const isSlice = slice !== undefined && path === `${FOLDER}/${slice.name}.sol`;
    const file = isSlice ? slice.file : path;
    let source = isSlice ? sliceOf(shipped(file), slice) : shipped(file);
    for (const hook of hooks) if (hook.file === file) source = hooked(source, hook);
    for (const edit of edits) if (edit.file === file) source = edited(source, edit);
    return plainly(source);
  };
}

/** The file of a theorem's contract. */
export const fileOf = ({ contract }: Theorem): string => `${FOLDER}/${contract}.sol`;
