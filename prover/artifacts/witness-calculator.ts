/** Computes witnesses with a generator compiled by circom 2.2. */

import { R, toField } from "../../model/field.ts";
import { ARTIFACT_CODES, artifactError } from "./artifact-error.ts";
import { readField, writeField } from "./field-bytes.ts";
import { compileGenerator, ignoreAssertions, inputHash, type WitnessExports } from "./witness-wasm.ts";

/** A circuit input: a number, or arrays of them of any depth, in the order of declaration. */
export type CircuitValue = bigint | number | string | readonly CircuitValue[];

/** All inputs of a circuit by name. Negative numbers stand for their residue modulo r. */
export type CircuitInputs = { readonly [name: string]: CircuitValue };

/** Turns inputs into a witness: one field element per wire, wire 0 being 1. */
export type WitnessCalculator = {
  readonly witnessSize: number;
  readonly inputSize: number;
  /**
   * @throws BallastError BAL-504 when a constraint refuses the inputs (never when assertions are ignored).
   * @throws BallastError BAL-505 when an input is absent, unknown, of the wrong length or out of range.
   */
  calculate(inputs: CircuitInputs): bigint[];
};

/** Options of {@link createWitnessCalculator}. */
export type CalculatorOptions = {
  /** `ignored` computes on after a failed constraint, as a dishonest prover would; tests and diagnosis only. */
  readonly assertions?: "enforced" | "ignored";
};

/**
 * Prepares a generator for any number of witnesses.
 * @example
 * const calculator = await createWitnessCalculator(await readFile(paths.wasm));
 * const witness = calculator.calculate({ a: 3n, b: [1n, 2n] });
 */
export async function createWitnessCalculator(
  wasm: Uint8Array,
  options: CalculatorOptions = {},
): Promise<WitnessCalculator> {
  const program = options.assertions === "ignored" ? ignoreAssertions(wasm).wasm : wasm;
  const module = await compileGenerator(program);
  let run = new GeneratorRun(module);
  run.checkAbi();
  const calculate = (inputs: CircuitInputs): bigint[] => {
    try {
      return run.calculate(inputs);
    } catch (error) {
      run = new GeneratorRun(module);
      throw error;
    }
  };
  return { witnessSize: run.exports.getWitnessSize(), inputSize: run.exports.getInputSize(), calculate };
}

/** One instance of the program with the messages it has printed. */
class GeneratorRun {
  readonly exports: WitnessExports;
  readonly shared: number;
  messages: string[] = [];

  constructor(module: WebAssembly.Module) {
    const noop = (): void => {};
    const runtime = {
      exceptionHandler: (code: number) => this.fail(code),
      printErrorMessage: () => this.messages.push(this.readMessage()),
      writeBufferMessage: () => this.readMessage(),
      showSharedRWMemory: noop,
    };
    this.exports = new WebAssembly.Instance(module, { runtime }).exports as unknown as WitnessExports;
    this.shared = this.exports.getSharedRWMemoryStart();
  }

  checkAbi(): void {
    const { exports } = this;
    exports.getRawPrime();
    const known = exports.getVersion() === 2 && exports.getFieldNumLen32() === 8;
    if (!known || readField(this.memory(), this.shared) !== R) {
      throw artifactError(
        "BAL-502",
        "the witness generator is not circom 2 over bn254",
        "compile it with the pinned compiler",
      );
    }
  }

  calculate(inputs: CircuitInputs): bigint[] {
    this.messages = [];
    this.exports.init(0);
    const flat = Object.entries(inputs).map(([name, value]) => [name, flatten(name, value)] as const);
    this.checkInputs(flat);
    for (const [name, values] of flat) this.setInput(name, values);
    return this.readWitness();
  }

  /** Every check comes before the first signal is set: the program runs as soon as the last one is. */
  checkInputs(flat: readonly (readonly [string, readonly bigint[]])[]): void {
    let total = 0;
    for (const [name, values] of flat) {
      const size = this.exports.getInputSignalSize(...inputHash(name));
      if (size <= 0) throw inputProblem(name, "is not an input of this circuit", "remove it or correct its name");
      if (size !== values.length) throw inputProblem(name, `has ${values.length} values`, `the circuit wants ${size}`);
      total += values.length;
    }
    const missing = this.exports.getInputSize() - total;
    if (missing > 0)
      throw artifactError(
        ARTIFACT_CODES.input,
        `${missing} circuit input values are missing`,
        "give every input of the circuit",
      );
  }

  setInput(name: string, values: readonly bigint[]): void {
    const [high, low] = inputHash(name);
    values.forEach((value, position) => {
      writeField(this.memory(), this.shared, value);
      this.exports.setInputSignal(high, low, position);
    });
  }

  readWitness(): bigint[] {
    const witness: bigint[] = new Array(this.exports.getWitnessSize());
    for (let wire = 0; wire < witness.length; wire++) {
      this.exports.getWitness(wire);
      witness[wire] = readField(this.memory(), this.shared);
    }
    return witness;
  }

  fail(code: number): never {
    const where = this.messages.map((line) => line.trim()).filter((line) => line !== "");
    const details = where.length > 0 ? where.join("; ") : `the generator stopped with code ${code}`;
    throw artifactError(ARTIFACT_CODES.witness, "no witness exists for these inputs", details);
  }

  /** Memory may have grown since the last call, which detaches older views. */
  memory(): DataView {
    return new DataView(this.exports.memory.buffer);
  }

  readMessage(): string {
    let text = "";
    for (let char = this.exports.getMessageChar(); char !== 0; char = this.exports.getMessageChar()) {
      text += String.fromCharCode(char);
    }
    return text;
  }
}

function flatten(name: string, value: CircuitValue): bigint[] {
  if (Array.isArray(value)) return value.flatMap((item: CircuitValue, i) => flatten(`${name}[${i}]`, item));
  let integer: bigint;
  try {
    integer = BigInt(value as bigint | number | string);
  } catch (cause) {
    throw artifactError(
      ARTIFACT_CODES.input,
      `circuit input ${name} is not an integer`,
      "give a decimal integer",
      cause,
    );
  }
  if (integer >= R || integer <= -R) throw inputProblem(name, "is not a field element", "stay within (−r, r)");
  return [toField(integer)];
}

function inputProblem(name: string, problem: string, remedy: string): Error {
  return artifactError(ARTIFACT_CODES.input, `circuit input ${name} ${problem}`, remedy);
}
