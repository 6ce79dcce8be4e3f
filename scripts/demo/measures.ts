import type { ProveStep } from "../../prover/release.ts";

/** One proof: whose, for what, and milliseconds for witness and proof together and for checking it. */
export interface ProofMeasure {
  readonly who: string;
  readonly what: string;
  readonly proveMs: number;
  readonly verifyMs: number;
}

/** One market epoch: milliseconds for witness, proof and self-check, and the gas of its publication. */
export interface MarketMeasure {
  readonly epoch: number;
  readonly proveMs: number;
  readonly gas: bigint;
  readonly transaction: `0x${string}`;
}

/** One transaction on the gate. */
export interface GasMeasure {
  readonly what: string;
  readonly gas: bigint;
  readonly accepted: boolean;
}

/** What the demonstration measures while it runs. */
export class Measures {
  readonly proofs: ProofMeasure[] = [];
  readonly gas: GasMeasure[] = [];
  readonly markets: MarketMeasure[] = [];
  /** When the last proof was done: the backend makes one at a time, so a later one has waited until then. */
  #lastProven = 0;

  /** A listener for the steps of one proof; `note` hears each in words. */
  timer(who: string, what: string, note: (text: string) => void): (step: ProveStep) => void {
    let [last, proveMs] = [performance.now(), 0];
    return (step) => {
      const now = performance.now();
      const elapsed = now - (step === "proven" ? Math.max(last, this.#lastProven) : last);
      last = now;
      if (step === "witness" || step === "proven") proveMs += elapsed;
      if (step === "proven") this.#lastProven = now;
      if (step === "verified") this.proofs.push({ who, what, proveMs, verifyMs: elapsed });
      note(`${who}: ${WORDS[step]}`);
    };
  }
}

const WORDS: Readonly<Record<ProveStep, string>> = {
  explained: "the policy allows it; opening goes to disk",
  written: "computing the witness",
  witness: "proving",
  proven: "checking the proof",
  verified: "noting the release",
  released: "proof released",
};
