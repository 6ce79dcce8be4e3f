declare module "circomlibjs" {
  interface PoseidonField {
    e(value: bigint): Uint8Array;
    toObject(element: Uint8Array): bigint;
  }
  interface Poseidon {
    (inputs: readonly bigint[] | Uint8Array, initialState?: bigint | Uint8Array): Uint8Array;
    readonly F: PoseidonField;
  }
  export function buildPoseidon(): Promise<Poseidon>;
}
