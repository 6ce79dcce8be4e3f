import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A check that the model checker settled, or did not. */
export interface Check {
  readonly message: string;
  /** Where it stands: the file and the offset of its first byte. */
  readonly file: string;
  readonly start: number;
}

/** What the compiler's model checker says of a contract. */
export interface Proofs {
  /** Assertions and overflow checks proved for all inputs. */
  readonly safe: readonly Check[];
  /** The rest: counterexamples, and what the solver could not settle. */
  readonly open: readonly Check[];
  /** What the model checker does not understand and takes for anything. */
  readonly blurred: readonly Check[];
  /** Steps that z3 took for the hardest query. */
  readonly steps: number;
}

/** A contract, and how the sources it needs are read. */
export interface Question {
  readonly contract: string;
  readonly file: string;
  readonly read: (path: string) => string;
  readonly targets: readonly ("assert" | "overflow")[];
}

interface Message {
  readonly severity: string;
  readonly message: string;
  readonly formattedMessage?: string;
  readonly sourceLocation?: { readonly file: string; readonly start: number };
}

/** What z3 says to a query. */
export interface Answer {
  /** Its words: `sat`, `unsat` or `unknown`, and what it shows for that. */
  readonly text: string;
  /** How many steps it took, by its own count. */
  readonly steps: number;
}

/**
 * Steps that z3 may take for one query. It counts them itself, the same on every machine however busy; what takes more is not settled.
 * The hardest theorem takes a thirteenth of them, the hardest slip half.
 */
const PATIENCE = 100_000_000;

/** Seconds after which something is wrong with the machine: that many steps are done long before. */
const CLOCK = 3_600;

/** Settings under which z3's solver of Horn clauses is best at what solc asks. */
const TUNING = ["rewriter.pull_cheap_ite=true", "fp.spacer.mbqi=false"];

/** Whether z3 is there. */
export const hasSolver = (): boolean => spawnSync("z3", ["--version"]).status === 0;

/** z3's version, as it names itself. */
export const solverName = (): string => execFileSync("z3", ["--version"], { encoding: "utf8" }).trim();

const STEPS = /^\(:rlimit (\d+)\)\n/m;

/**
 * z3's answer to a query.
 * @throws Error when z3 came to no end by itself, which says nothing about the query
 */
export function solve(query: string, tuning: readonly string[] = TUNING): Answer {
  const { stdout, stderr } = spawnSync("z3", ["-smt2", "-in", `-T:${CLOCK}`, `rlimit=${PATIENCE}`, ...tuning], {
    input: `${query}\n(get-info :rlimit)\n`,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const steps = STEPS.exec(stdout)?.[1];
  if (steps === undefined) throw new Error(`z3 did not answer within ${CLOCK} s: ${stdout.slice(-200)}${stderr}`);
  return { text: stdout.replace(STEPS, ""), steps: Number(steps) };
}

/** Answers for the compiler, which takes an error for "unknown": the first is kept, to be thrown afterwards. */
function answering() {
  const seen: { steps: number; error?: unknown } = { steps: 0 };
  const answer = (query: string): string => {
    try {
      const { text, steps } = solve(query);
      seen.steps = Math.max(seen.steps, steps);
      return text;
    } catch (error) {
      seen.error ??= error;
      throw error;
    }
  };
  return { seen, answer };
}

/** A source of the repository or of a package, by the path under which it is imported. */
export const readSource = (path: string): string =>
  readFileSync(path.startsWith("@") ? `node_modules/${path}` : path, "utf8");

const require = createRequire(import.meta.url);

/**
 * Runs the compiler's CHC engine over the assertions, and where asked the arithmetic, of a contract.
 * @throws Error with the compiler's message when a source does not compile, or z3's when it came to no end
 */
export function prove({ contract, file, read, targets }: Question): Proofs {
  const solc = require("solc") as { compile(input: string, callbacks: object): string };
  const { smtCallback } = require("solc/smtchecker") as { smtCallback(solver: (query: string) => string): object };
  const modelChecker = {
    engine: "chc",
    solvers: ["smtlib2"],
    targets,
    showProvedSafe: true,
    showUnproved: true,
    showUnsupported: true,
    contracts: { [file]: [contract] },
  };
  const settings = { modelChecker, outputSelection: { "*": { "": ["ast"] } } };
  const input = { language: "Solidity", sources: { [file]: { content: read(file) } }, settings };
  const { seen, answer } = answering();
  const callbacks = { import: (path: string) => ({ contents: read(path) }), smtSolver: smtCallback(answer) };
  const { errors = [] } = JSON.parse(solc.compile(JSON.stringify(input), callbacks)) as { errors?: Message[] };
  if (seen.error !== undefined) throw seen.error;
  const broken = errors.find(({ severity }) => severity === "error");
  if (broken !== undefined) throw new Error(broken.formattedMessage ?? broken.message);
  const checks = errors.map(({ message, sourceLocation }) => ({
    message,
    file: sourceLocation?.file ?? "",
    start: sourceLocation?.start ?? -1,
  }));
  const isSafe = ({ message }: Check): boolean => /^CHC: .* check is safe!/.test(message);
  const isOpen = ({ message }: Check): boolean => /^CHC: .* (happens|might happen) here/.test(message);
  return {
    safe: checks.filter(isSafe),
    open: checks.filter(isOpen),
    blurred: checks.filter((each) => !isSafe(each) && !isOpen(each)),
    steps: seen.steps,
  };
}
