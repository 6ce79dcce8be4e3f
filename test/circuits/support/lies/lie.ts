/** What every lie is told with: honest inputs to start from, and edits of them. */
import { toField } from "../../../../model/field.ts";
import { lots } from "../../../../model/units.ts";
import type { Case } from "../../../support/random-case.ts";
import { scene } from "../base-scene.ts";
import { inputOf } from "../case-input.ts";
import { copyInput, type RawInput } from "../reseal.ts";

/** The input of the base scene, with parts replaced; a copy that may be spoilt. */
export const honest = (parts: Partial<Case> & { tier?: number } = {}): RawInput =>
  copyInput(inputOf(scene(parts)) as RawInput);
export const refresh: Partial<Case> = { change: { mode: "full", sizes: [] } };
export const maintain: Partial<Case> = { change: { mode: "maintenance", sizes: [] } };
export const reduce: Partial<Case> = {
  change: { mode: "reduce", sizes: [{ instrument: 16, size: lots(30_000n) }], tradeSalt: 3n },
};
/** One in each field of the packed call. */
export const MODE = 1n << 180n;
export const SIDE = 1n << 182n;
export const ASSET = 1n << 183n;
export const OUT = 1n << 186n;
export const AMOUNT = 1n << 187n;

/** An array input. */
export const list = (input: RawInput, name: string): bigint[] => input[name] as bigint[];
/** Adds to a signal, in the field. */
export const add = (input: RawInput, name: string, amount: bigint): void => {
  input[name] = toField((input[name] as bigint) + amount);
};
/** Adds to one place of an array input, in the field. */
export const addAt = (input: RawInput, name: string, index: number, amount: bigint): void => {
  const values = list(input, name);
  values[index] = toField((values[index] as bigint) + amount);
};

/** A change of an honest witness that some rule must refuse. */
export interface Lie {
  readonly name: string;
  readonly from: RawInput;
  readonly tell: (input: RawInput) => void;
  /** Leave the public signals as they were in the honest case. */
  readonly keepPublic?: true;
  /** The re-derived public signals must equal the honest ones: only a range check stands in the way. */
  readonly samePublic?: true;
  /** The rule that the diagnosis names, where it is not the one in the name: at O2 a constraint may keep only the names of signals it shares. */
  readonly by?: string;
}
