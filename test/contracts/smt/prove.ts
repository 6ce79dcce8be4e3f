import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";

/** What the compiler's model checker says of a source. */
export interface Proofs {
  /** Assertions and overflow checks proved for all inputs. */
  readonly safe: readonly string[];
  /** The rest: counterexamples, and what the solver could not settle. */
  readonly open: readonly string[];
}

interface Message {
  readonly errorCode?: string;
  readonly severity: string;
  readonly message: string;
}

/** Seconds for one query. */
const PATIENCE = 60;

/** Settings under which z3's solver of Horn clauses is best at what solc asks. */
const TUNING = [
  "rewriter.pull_cheap_ite=true",
  "fp.spacer.q3.use_qgen=true",
  "fp.spacer.mbqi=false",
  "fp.spacer.ground_pobs=false",
];

/** Whether z3 is there. */
export const hasSolver = (): boolean => spawnSync("z3", ["--version"]).status === 0;

const solve = (query: string): string => {
  const answer = execFileSync("z3", ["-smt2", "-in", `-T:${PATIENCE}`, ...TUNING], {
    input: query,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return answer.startsWith("timeout") ? "unknown\n" : answer;
};

/**
 * Runs the compiler's CHC engine over the assertions and the arithmetic of a contract.
 * @throws Error with the compiler's message when the source does not compile
 */
export function prove(name: string, source: string): Proofs {
  const require = createRequire(import.meta.url);
  const solc = require("solc") as { compile(input: string, callbacks: object): string };
  const { smtCallback } = require("solc/smtchecker") as { smtCallback(solver: (query: string) => string): object };
  const modelChecker = {
    engine: "chc",
    solvers: ["smtlib2"],
    targets: ["assert", "overflow"],
    showProvedSafe: true,
    showUnproved: true,
    contracts: { [name]: [name] },
  };
  const settings = { modelChecker, outputSelection: { "*": { "": ["ast"] } } };
  const input = { language: "Solidity", sources: { [name]: { content: source } }, settings };
  const { errors = [] } = JSON.parse(solc.compile(JSON.stringify(input), { smtSolver: smtCallback(solve) })) as {
    errors?: Message[];
  };
  const broken = errors.find(({ severity }) => severity === "error");
  if (broken !== undefined) throw new Error(broken.message);
  const isSafe = ({ message }: Message): boolean => /^CHC: .* check is safe!/.test(message);
  return {
    safe: errors.filter(isSafe).map(({ message }) => message),
    open: errors.filter((each) => !isSafe(each)).map(({ message }) => message),
  };
}
