/** Exit codes shared by every command of the project. */
export const EXIT = {
  ok: 0,
  internal: 1,
  badInput: 2,
  refused: 3,
  proofInvalid: 4,
  artifact: 5,
  chain: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** `BAL-1xx` model, `2xx` prover, `3xx` verifier, `4xx` chain, `5xx` artifacts. */
export type ErrorCode = `BAL-${1 | 2 | 3 | 4 | 5}${number}`;

export interface BallastErrorOptions {
  /** What to do about it, or more context. Never a secret or a balance. */
  readonly details?: string;
  /** Page of the documentation, relative to the repository. */
  readonly docsPath?: string;
  readonly cause?: unknown;
  /** Overrides the exit code that belongs to the code's area. */
  readonly exitCode?: ExitCode;
}

const EXIT_OF_AREA: Readonly<Record<string, ExitCode>> = {
  "1": EXIT.badInput,
  "2": EXIT.internal,
  "3": EXIT.proofInvalid,
  "4": EXIT.chain,
  "5": EXIT.artifact,
};

/**
 * The one error type that the project throws on purpose.
 *
 * @example
 * throw new BallastError("BAL-104", "book.json: cash: out of range", { details: "Use an integer below 2^84." });
 */
export class BallastError extends Error {
  readonly code: ErrorCode;
  readonly shortMessage: string;
  readonly details: string | undefined;
  readonly docsPath: string;
  readonly exitCode: ExitCode;

  constructor(code: ErrorCode, shortMessage: string, options: BallastErrorOptions = {}) {
    const message = options.details === undefined ? shortMessage : `${shortMessage} ${options.details}`;
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "BallastError";
    this.code = code;
    this.shortMessage = shortMessage;
    this.details = options.details;
    this.docsPath = options.docsPath ?? `docs/errors.md#${code.toLowerCase()}`;
    this.exitCode = options.exitCode ?? EXIT_OF_AREA[code.charAt(4)] ?? EXIT.internal;
  }
}

/** Codes of the model's own refusals. */
export const MODEL_CODES = {
  /** The text is not JSON or CSV of the expected shape. */
  syntax: "BAL-101",
  /** A key is missing, unknown, or has the wrong type. */
  shape: "BAL-102",
  /** A number is not written canonically. */
  number: "BAL-103",
  /** A value is outside its range. */
  range: "BAL-104",
  /** Two fields contradict each other: duplicates, wrong order, wrong count. */
  structure: "BAL-105",
  /** An instrument has no row in the risk sheet. */
  unknownInstrument: "BAL-106",
  /** A settled instrument is asked for a size that it cannot have. */
  settled: "BAL-107",
  /** A total leaves the range that the bit ledger gives it. */
  ledger: "BAL-108",
} as const satisfies Record<string, ErrorCode>;

export interface InputProblem {
  readonly code: ErrorCode;
  /** Name of the file or of the object when it did not come from a file. */
  readonly file: string;
  /** Path of the offending field, such as `slots[0].size`; empty for the whole file. */
  readonly path: string;
  /** What is wrong, without quoting a balance. */
  readonly problem: string;
  /** What the user can do. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** Builds the error for unusable input (exit 2). */
export function inputError(problem: InputProblem): BallastError {
  const place = problem.path === "" ? problem.file : `${problem.file}: ${problem.path}`;
  return new BallastError(problem.code, `${place}: ${problem.problem}.`, {
    details: problem.remedy,
    ...(problem.cause === undefined ? {} : { cause: problem.cause }),
  });
}
