/** Laws that are proved in bit vectors, for every value of every word they speak of, and the slips that must refute them. */
import { type Edit, edited } from "./instrument.ts";
import { readSource } from "./prove.ts";

/** A contract of laws: each function whose name begins with `test` is one. */
export interface Laws {
  readonly contract: string;
  readonly folder: "test/contracts/laws" | "test/contracts/proofs/inside";
  readonly properties: readonly string[];
  readonly says: string;
  /** Sources whose private functions are read as internal, so that laws can call them. */
  readonly opened: readonly string[];
  readonly slips: readonly Edit[];
}

const [STANDING, HEAD] = ["contracts/types/Standing.sol", "contracts/types/ServingHead.sol"];
const [MARKET, FACTOR] = ["contracts/types/MarketHead.sol", "contracts/types/FactorState.sol"];
const [STOP, AGES] = ["contracts/types/Stop.sol", "contracts/types/AgeLimits.sol"];
const [LIMBS, MOVES] = ["contracts/libraries/CollateralLimbs.sol", "contracts/libraries/MovePacking.sol"];
const [GATE, BOOK] = ["contracts/SizingGate.sol", "contracts/MandateBook.sol"];
const [ACCOUNTS, CALL] = ["contracts/gate/GateAccounts.sol", "contracts/libraries/CallPacking.sol"];
const [RULES, ROUTER] = ["contracts/market/VenueRules.sol", "contracts/verifier/VerifierRouter.sol"];
const GUARDED = "contracts/governance/Guarded.sol";
const DIRECTION = "contracts/types/Direction.sol";

const slip = (file: string, find: string, put: string): Edit => ({ file, find, put });

export const LAWS: readonly Laws[] = [
  {
    contract: "StandingLaws",
    folder: "test/contracts/laws",
    properties: ["P-09", "P-12"],
    says: "each change of a standing moves its nonce by one or not at all, and nothing beside what it is for",
    opened: [],
    slips: [
      slip(STANDING, "& ~EMPTY) + 1)", "& ~EMPTY) + 2)"),
      slip(STANDING, "(KEPT | NONCE | EMPTY | SEIZED)", "(KEPT | NONCE | EMPTY)"),
      slip(STANDING, "uint256 constant CLASS_AT = 168;", "uint256 constant CLASS_AT = 167;"),
      slip(STANDING, "& (KEPT | NONCE)) + 1) | EMPTY", "& (KEPT | NONCE)) | EMPTY)"),
      slip(STANDING, "| SEIZED);\n}", "& SEIZED);\n}"),
      slip(STANDING, "(uint256(openingLength) << OPENING_AT) | EMPTY", "(uint256(openingLength) << OPENING_AT)"),
    ],
  },
  {
    contract: "HeadLaws",
    folder: "test/contracts/laws",
    properties: ["P-13", "P-29"],
    says: "after an epoch the head says that epoch, and the one before is its predecessor; after a void one, the one in its place; tiers rise at once and fall by the cool-down",
    opened: [],
    slips: [
      slip(HEAD, "hasEpoch(head) ? epochOf(head) : epoch", "hasEpoch(head) ? epoch : epochOf(head)"),
      slip(HEAD, "(3 << _MARKET_TIER));\n    word |=", "(1 << _MARKET_TIER));\n    word |="),
      slip(HEAD, "market < 2 ?", "market < 1 ?"),
      slip(HEAD, "rest | (AgeLimits.unwrap(limits)", "ServingHead.unwrap(head) | (AgeLimits.unwrap(limits)"),
      slip(HEAD, "~(uint256(3) << _MARKET_TIER);\n    return", "~(uint256(1) << _MARKET_TIER);\n    return"),
      slip(HEAD, "(_WIDE << _PREDECESSOR) | (uint256(3) << _TIER)", "(_WIDE << _PREDECESSOR)"),
      slip(HEAD, "before | (uint256(epochOf(head)) << _PREDECESSOR)", "before | (uint256(before) << _PREDECESSOR)"),
      slip(HEAD, "predecessorOf(head) > epochOf(head)", "predecessorOf(head) >= epochOf(head)"),
      slip(MARKET, "if (tier <= reported)", "if (tier < reported)"),
      slip(MARKET, "count - seen < coolDown", "count - seen <= coolDown"),
    ],
  },
  {
    contract: "LimbLaws",
    folder: "test/contracts/laws",
    properties: ["P-02", "P-16"],
    says: "one asset's lots move alone; ages come out as they went in; stops are not shortened; directions join; routes are apart",
    opened: [],
    slips: [
      slip(LIMBS, "~((BOUND - 1) << (k * _BITS))", "~(BOUND << (k * _BITS))"),
      slip(LIMBS, "(k * _BITS)) & (BOUND - 1);", "(k * _BITS)) & (BOUND - 2);"),
      slip(STOP, "<< 1) | (Stop.unwrap(stop) & 1)", "<< 1) | 1"),
      slip(DIRECTION, "Direction.unwrap(a) | Direction.unwrap(b)", "Direction.unwrap(a) ^ Direction.unwrap(b)"),
      slip(AGES, "frozen << _FROZEN_AT", "frozen << (_FROZEN_AT - 1)"),
      slip(STOP, "endOf(stop) > end ?", "endOf(stop) < end ?"),
      slip(DIRECTION, "next < current ? STRICTER", "next > current ? STRICTER"),
      slip(MOVES, "(ClassId.unwrap(from) << 16) |", "(ClassId.unwrap(from) << 15) |"),
    ],
  },
  {
    contract: "FactorLaws",
    folder: "test/contracts/laws",
    properties: ["P-33"],
    says: "a factor's range holds every price seen up to an epoch's boundary, and what comes after stays for the next",
    opened: [],
    slips: [
      slip(FACTOR, "highA > highB ? highA : highB", "highA < highB ? highA : highB"),
      slip(FACTOR, " || (word >> _SEVERAL) & 1 == 1", ""),
      slip(FACTOR, "if (newer >> _NUMBER <= epoch)", "if (newer >> _NUMBER < epoch)"),
      slip(FACTOR, "if (word >> (_NEWER + _NUMBER) > epoch)", "if (word >> (_NEWER + _NUMBER) < epoch)"),
    ],
  },
  {
    contract: "GateLaws",
    folder: "test/contracts/proofs/inside",
    properties: ["P-02", "P-15", "P-16", "P-17"],
    says: "reductions stamp nothing, maintenance is counted and bounded, trades are counted, a flow moves its own lots, states follow from age and seizure",
    opened: [GATE, ACCOUNTS],
    slips: [
      slip(GATE, "if (count >= most)", "if (count > most)"),
      slip(GATE, "if (mode == _REDUCE) return standing;", "if (mode == _MAINTENANCE) return standing;"),
      slip(GATE, "if (change.flowAmount > lots)", "if (change.flowAmount > lots + 1)"),
      slip(GATE, "if (account.tradeCount >= limit)", "if (account.tradeCount > limit)"),
      slip(ACCOUNTS, "> limits.staleAbove()", ">= limits.frozenAbove()"),
    ],
  },
  {
    contract: "MandateLaws",
    folder: "test/contracts/proofs/inside",
    properties: ["P-26"],
    says: "no more is taken in a period than its cap, and what passes is of a mode, an asset, a trade and a recipient that were granted",
    opened: [BOOK],
    slips: [
      slip(BOOK, "if (amount > left)", "if (amount > left + 1)"),
      slip(BOOK, "allowance.used += amount;", "allowance.used = amount;"),
      slip(BOOK, "(call >> 183) & 7", "(call >> 183) & 3"),
      slip(BOOK, "seen.out ? terms.outflows : terms.inflows", "seen.out ? terms.inflows : terms.outflows"),
      slip(CALL, "<< 187", "<< 186"),
    ],
  },
  {
    contract: "RulesLaws",
    folder: "test/contracts/proofs/inside",
    properties: ["P-16"],
    says: "accepted rules leave an account stale before it freezes, and fit the word that updates read",
    opened: [RULES],
    slips: [
      slip(RULES, "numbers[_FROZEN] >= AGE_BOUND", "numbers[_STALE] >= AGE_BOUND"),
      slip(RULES, "given.maxMaintenance >= MAINTENANCE_BOUND", "given.maxMaintenance > MAINTENANCE_BOUND"),
      slip(RULES, " || given.defaultAfter == 0", ""),
    ],
  },
  {
    contract: "OfficeLaws",
    folder: "test/contracts/proofs/inside",
    properties: ["P-32"],
    says: "a guardian's stop is its first since the owner served again, ends after the limit and shortens none",
    opened: [],
    slips: [
      slip(GUARDED, "        if (before.isSpent()) revert GuardedStopSpent();\n", ""),
      slip(GUARDED, "        if (msg.sender != guardian) revert GuardedNotGuardian(msg.sender);\n", ""),
      slip(GUARDED, "+ GUARDIAN_LIMIT)", "+ GUARDIAN_LIMIT + 1)"),
    ],
  },
  {
    contract: "RouterLaws",
    folder: "test/contracts/proofs/inside",
    properties: ["P-22"],
    says: "no two classes and versions share a place in the router",
    opened: [ROUTER],
    slips: [
      slip(
        ROUTER,
        "(uint64(ClassId.unwrap(class)) << 32) | version",
        "(uint64(ClassId.unwrap(class)) << 31) | version",
      ),
    ],
  },
];

/** The file of a contract of laws. */
export const lawFileOf = ({ folder, contract }: Laws): string => `${folder}/${contract}.sol`;

/** How the sources of laws are read, with one slip or none. */
export function lawReaderOf({ opened }: Laws, wrong?: Edit): (path: string) => string {
  return (path) => {
    const source = readSource(path);
    const slipped = wrong?.file === path ? edited(source, wrong) : source;
    return opened.includes(path) ? slipped.replaceAll(/\bprivate\b(?! (?:constant|immutable))/g, "internal") : slipped;
  };
}
