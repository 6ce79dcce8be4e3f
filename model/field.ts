/** Order of the bn254 scalar field, in which every hash and every signal lives. */
export const R = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

declare const fieldBrand: unique symbol;
declare const commitmentBrand: unique symbol;

/** An integer in [0, R). */
export type Field = bigint & { readonly [fieldBrand]: true };

/** A field element that is the commitment of a book. */
export type Commitment = Field & { readonly [commitmentBrand]: true };

/** The field element of a signed integer: `value mod R`. */
export function toField(value: bigint): Field {
  const rest = value % R;
  return (rest < 0n ? rest + R : rest) as Field;
}

/** Takes an integer that must already be a field element. Throws RangeError otherwise. */
export function asField(value: bigint): Field {
  if (value < 0n || value >= R) throw new RangeError("not a bn254 field element");
  return value as Field;
}

/** The signed integer nearest to zero that a field element stands for, in (−R/2, R/2). */
export function fromField(value: Field): bigint {
  return value > R / 2n ? value - R : value;
}

/** The multiplicative inverse mod R by the extended Euclidean algorithm; 0 has none and gives 0. */
export function inverse(value: bigint): Field {
  let [a, b]: [bigint, bigint] = [toField(value), R];
  let [x, y] = [1n, 0n];
  while (a !== 0n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return b === 1n ? toField(y) : (0n as Field);
}
