import { type BallastError, type ErrorCode, inputError } from "../model/errors.ts";

/** Codes of calibration's own refusals; what is wrong with a file's form has the model's codes. */
const CALIBRATION_CODES = {
  /** The prices cannot carry the model that is asked for: too few, constant, or two factors that move as one. */
  history: "BAL-121",
  /** The parameters have no long-run level, or leave the ranges of a published model. */
  parameters: "BAL-122",
} as const satisfies Record<string, ErrorCode>;

/** The history's refusal; `factor` is empty when it concerns all of them. */
export function historyError(source: string, factor: string, problem: string, remedy: string): BallastError {
  return inputError({ code: CALIBRATION_CODES.history, file: source, path: factor, problem, remedy });
}

/** The parameters' refusal. */
export function parameterError(name: string, problem: string, remedy: string): BallastError {
  return inputError({ code: CALIBRATION_CODES.parameters, file: "model", path: name, problem, remedy });
}
