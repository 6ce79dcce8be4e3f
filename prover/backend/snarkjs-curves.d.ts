import "snarkjs";

declare module "snarkjs" {
  /** The curve engines that snarkjs shares with itself; its published types leave them out. */
  export const curves: {
    getCurveFromName(name: string): Promise<{
      readonly tm: { readonly workers?: readonly object[] };
      terminate(): Promise<void>;
    }>;
  };
}
