/** The statements as a forger sees them: honest cases, the public signals that he can recompute, and which of his choices are honest ones. */

import { toField } from "../../../model/field.ts";
import type { CircuitInputs } from "../../../prover/artifacts/witness-calculator.ts";
import { leavesOf } from "../checks.ts";
import { INSTANCES } from "../instances.ts";

type Leaves = Readonly<Record<string, bigint>>;

/** A statement under attack. */
export type ForgerySubject = {
  readonly name: string;
  readonly main: string;
  /** Public inputs that the statement computes from the rest: a liar recomputes them. The others are kept. */
  readonly follows: readonly string[];
  /** Private inputs that the circuit takes on trust (`Trusted`, circuits/README.md), and the bits that their magnitude may have. */
  readonly trusted: Readonly<Record<string, number>>;
  /** An honest input; equal seeds give equal inputs. */
  input(seed: string): CircuitInputs;
  /**
   * Why an input that differs from the honest one, with every public input the same, is an honest choice; undefined when it is not.
   * @param honest the honest inputs by their names below main, such as `haircut[2]`.
   * @param forged the forged ones.
   * @param hasOtherOutput whether a public output comes out otherwise.
   */
  choice(honest: Leaves, forged: Leaves, hasOtherOutput: boolean): string | undefined;
};

/**
 * What a prover of `size-update` may choose (circuits/README.md): the honest input has the choice that is best for the account, and a worse one is as honest.
 * A slot that is empty before and after opens no row, so the row and the path that it carries are nobody's.
 */
const CHOICES: Readonly<Record<string, (honest: Leaves, forged: Leaves, leaf: string) => boolean>> = {
  haircut: (honest, forged, leaf) => (forged[leaf] as bigint) < (honest[leaf] as bigint),
  worstLoss: (honest, forged, leaf) => within(honest[leaf], forged[leaf], 80n),
  nettingCharge: (honest, forged, leaf) => within(honest[leaf], forged[leaf], 86n),
  oldElement: (honest, forged) => isSelection(honest, forged),
  oldWindow: (honest, forged) => isSelection(honest, forged),
  ...Object.fromEntries(
    [
      "path",
      "rowPacked",
      "rowFactor",
      "rowSettled",
      "rowDepth",
      "rowMark",
      "rowDelta",
      "rowContLong",
      "rowContShort",
    ].map((name) => [name, (honest: Leaves, _: Leaves, leaf: string) => isEmptySlot(honest, leaf)]),
  ),
};

const within = (least: bigint | undefined, value: bigint | undefined, bits: bigint): boolean =>
  (value as bigint) > (least as bigint) && (value as bigint) < 1n << bits;

/** Any scenario, or none: the honest prover selects the worst, and whatever is selected is a loss of the old book. */
function isSelection(honest: Leaves, forged: Leaves): boolean {
  return ["oldElement", "oldWindow"].every((name) => {
    const chosen = Object.keys(honest)
      .filter((leaf) => leaf.startsWith(`${name}[`))
      .map((leaf) => forged[leaf] as bigint);
    return chosen.every((digit) => digit <= 1n) && chosen.filter((digit) => digit === 1n).length <= 1;
  });
}

function isEmptySlot(honest: Leaves, leaf: string): boolean {
  const slot = /\[\d+\]/.exec(leaf)?.[0];
  return honest[`oldMag${slot}`] === 0n && honest[`newMag${slot}`] === 0n;
}

function sizeUpdateChoice(honest: Leaves, forged: Leaves): string | undefined {
  const changed = Object.keys(honest).filter((leaf) => forged[leaf] !== honest[leaf]);
  const names = changed.map((leaf) => leaf.replace(/\[.*$/, ""));
  const isFree = changed.every((leaf, i) => CHOICES[names[i] as string]?.(honest, forged, leaf) === true);
  return isFree ? names[0] : undefined;
}

/** The tier's level, the factor that shows it and how: whatever is said, the tier comes out the same, and the tier is public. */
function marketChoice(honest: Leaves, forged: Leaves, hasOtherOutput: boolean): string | undefined {
  if (hasOtherOutput) return undefined;
  const changed = Object.keys(honest).filter((leaf) => forged[leaf] !== honest[leaf]);
  return changed.every((leaf) => leaf === "tierFactor" || leaf === "tierByMove") ? changed[0] : undefined;
}

/**
 * Which of the differences is pointed at, and for collateral the row and path that nobody opens. A prover who finds another true
 * difference has said nothing false: every public input is the same.
 */
function rowVoidChoice(honest: Leaves, forged: Leaves): string | undefined {
  const changed = Object.keys(honest).filter((leaf) => forged[leaf] !== honest[leaf]);
  const isCollateral = (honest.terms as bigint) % 2n ** 32n < 16n;
  const isFree = (leaf: string): boolean =>
    leaf.startsWith("choice[") || (isCollateral && /^(row[A-Z]|path\[)/.test(leaf));
  return changed.every(isFree) ? changed[0]?.replace(/\[.*$/, "") : undefined;
}

/** A packed element's highest window starts at 2^168 and holds 36 bits and a sign. */
const PACKED = 205;

const ATTACKED: Readonly<Record<string, Pick<ForgerySubject, "follows" | "trusted" | "choice">>> = {
  SizeUpdate: {
    follows: ["oldCommitment", "newCommitment", "riskRoot"],
    trusted: { cov: 60, intercept: 80, rowMark: 38, rowDelta: 36, rowPacked: PACKED, header: PACKED },
    choice: sizeUpdateChoice,
  },
  MarketUpdate: {
    follows: ["previousRoot", "nextRoot", "modelRoot"],
    trusted: { cov: 60, omega: 60 },
    choice: marketChoice,
  },
  ClassMove: {
    follows: ["oldCommitment", "newCommitment"],
    trusted: { element: 219, cash: 84, collateral: 160 },
    choice: () => undefined,
  },
  RowVoid: {
    follows: ["marketRoot", "sheetRoot", "gridRoot"],
    trusted: { cov: 60, rowMark: 38, rowDelta: 36, rowPacked: PACKED, header: PACKED },
    choice: rowVoidChoice,
  },
};

/** Every statement that ships. One that nobody described here has no choices, and keeps all its public inputs. */
export const SUBJECTS: readonly ForgerySubject[] = INSTANCES.map((instance) => ({
  follows: [],
  trusted: {},
  choice: () => undefined,
  ...ATTACKED[instance.template],
  name: instance.name,
  main: instance.main,
  input: (seed: string) => instance.input(seed),
}));

/** The honest inputs by name, as field elements. */
export const namedInputs = (input: CircuitInputs): Readonly<Record<string, bigint>> =>
  Object.fromEntries(Object.entries(leavesOf(input)).map(([name, value]) => [name, toField(value)]));
