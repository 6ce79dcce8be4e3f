import "snarkjs";
import type { CurveEngine } from "./curve-engine.ts";

declare module "snarkjs" {
  /** The curve engines that snarkjs shares with itself; its published types leave them out. */
  export const curves: { getCurveFromName(name: string): Promise<CurveEngine> };
}
