/** What calibration uses of nlopt-js, which ships no types. */
declare module "nlopt-js" {
  interface Outcome {
    readonly success: boolean;
    readonly x: readonly number[];
    readonly value: number;
  }
  interface Optimize {
    /** `tolerance` is relative, on the value. */
    setMaxObjective(evaluate: (point: readonly number[]) => number, tolerance: number): void;
    setLowerBounds(bounds: readonly number[]): void;
    setUpperBounds(bounds: readonly number[]): void;
    setMaxeval(count: number): void;
    optimize(start: readonly number[]): Outcome;
  }
  const nlopt: {
    /** Settles once the WebAssembly is compiled; nothing else may be used before. */
    readonly ready: Promise<unknown>;
    readonly Algorithm: Readonly<Record<"LN_BOBYQA", unknown>>;
    readonly Optimize: new (algorithm: unknown, dimensions: number) => Optimize;
    /** Frees what lives in the WebAssembly's memory. */
    readonly GC: { flush(): void };
  };
  export default nlopt;
}
