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

/** Seconds for one query. */
const PATIENCE = 240;

/** Settings under which z3's solver of Horn clauses is best at what solc asks. */
const TUNING = ["rewriter.pull_cheap_ite=true", "fp.spacer.mbqi=false"];

/** Whether z3 is there. */
export const hasSolver = (): boolean => spawnSync("z3", ["--version"]).status === 0;

/** z3's version, as it names itself. */
export const solverName = (): string => execFileSync("z3", ["--version"], { encoding: "utf8" }).trim();

/** z3's answer to a query. */
export function solve(query: string, tuning: readonly string[] = TUNING): string {
  const { stdout } = spawnSync("z3", ["-smt2", "-in", `-T:${PATIENCE}`, ...tuning], {
    input: query,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return stdout.startsWith("timeout") ? "unknown\n" : stdout;
}

/** A source of the repository or of a package, by the path under which it is imported. */
export const readSource = (path: string): string =>
  readFileSync(path.startsWith("@") ? `node_modules/${path}` : path, "utf8");

const require = createRequire(import.meta.url);

/**
 * Runs the compiler's CHC engine over the assertions, and where asked the arithmetic, of a contract.
 * @throws Error with the compiler's message when a source does not compile
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
  const callbacks = {
    import: (path: string) => ({ contents: read(path) }),
    smtSolver: smtCallback((query) => solve(query)),
  };
  const { errors = [] } = JSON.parse(solc.compile(JSON.stringify(input), callbacks)) as { errors?: Message[] };
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
  };
}
