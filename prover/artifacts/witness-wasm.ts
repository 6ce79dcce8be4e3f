/**
 * The interface of the witness generators that circom 2 compiles to WebAssembly, and the one edit we make to them:
 * with assertions ignored, the program computes every signal even when a constraint fails. That is what a dishonest
 * prover does, and the tests must be able to do the same.
 */

import { artifactError } from "./artifact-error.ts";

/** Functions that a compiled generator exports. */
export type WitnessExports = {
  readonly memory: WebAssembly.Memory;
  getVersion(): number;
  getMinorVersion(): number;
  getPatchVersion(): number;
  getFieldNumLen32(): number;
  getRawPrime(): void;
  getSharedRWMemoryStart(): number;
  init(sanityCheck: number): void;
  setInputSignal(hashHigh: number, hashLow: number, position: number): void;
  getInputSignalSize(hashHigh: number, hashLow: number): number;
  getInputSize(): number;
  getWitnessSize(): number;
  getWitness(wire: number): void;
  getMessageChar(): number;
};

/**
 * The tail of every assertion in the generated code: report the message through import 1, then return code 4.
 *   call 1 · i32.const 4 · return · end
 */
const ASSERTION_EXIT = [0x10, 0x01, 0x41, 0x04, 0x0f, 0x0b] as const;
const NOP = 0x01;
const CODE_SECTION = 10;

/**
 * A copy of a generator in which a failed assertion is reported and then passed over, and how many there are.
 * The edit replaces the early return by no-ops of the same length, so nothing moves.
 * @throws BallastError BAL-502 when the program does not look like circom's output.
 */
export function ignoreAssertions(wasm: Uint8Array): { wasm: Uint8Array; assertions: number } {
  const edited = Uint8Array.from(wasm);
  const { start, end } = codeSection(edited);
  let assertions = 0;
  for (let at = start; at + ASSERTION_EXIT.length <= end; at++) {
    if (!ASSERTION_EXIT.every((byte, i) => edited[at + i] === byte)) continue;
    edited.fill(NOP, at + 2, at + 5);
    assertions++;
  }
  if (!WebAssembly.validate(edited)) {
    throw artifactError("BAL-502", "this witness generator cannot be edited", "it is not what circom 2.2 compiles");
  }
  return { wasm: edited, assertions };
}

/** Checks that import 1 is the message callback, on which `ignoreAssertions` relies, then compiles. */
export async function compileGenerator(wasm: Uint8Array): Promise<WebAssembly.Module> {
  const module = await WebAssembly.compile(Uint8Array.from(wasm));
  const imports = WebAssembly.Module.imports(module).filter((entry) => entry.kind === "function");
  if (imports[0]?.name !== "exceptionHandler" || imports[1]?.name !== "printErrorMessage") {
    throw artifactError("BAL-502", "this is not a witness generator of circom 2.2", "its imports differ");
  }
  return module;
}

function codeSection(wasm: Uint8Array): { start: number; end: number } {
  let at = 8;
  while (at < wasm.length) {
    const id = wasm[at] as number;
    const [length, next] = readLeb(wasm, at + 1);
    if (id === CODE_SECTION) return { start: next, end: next + length };
    at = next + length;
  }
  throw artifactError("BAL-502", "the witness generator has no code", "it is empty or cut short");
}

function readLeb(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  for (let at = from, shift = 0; ; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) return [value, at + 1];
  }
}

/** The 64-bit FNV-1a hash by which a generator knows its inputs, as two halves. */
export function inputHash(name: string): [high: number, low: number] {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(name)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}
