import type { Comparable } from "../../verifier/expectations.ts";
import type { TrustedKey, Verdict } from "../../verifier/verify-bundle.ts";

/** Words for what a bundle was, or was not, held against. */
const WORDS: Readonly<Record<Comparable, string>> = {
  artifacts: "manifest",
  chain: "chain",
  gate: "gate",
  account: "account",
  riskRoot: "risk root",
  oldCommitment: "old commitment",
  nonce: "nonce",
  epoch: "epoch",
  deadline: "deadline",
};

/**
 * A verdict as one JSON value. Fields of the bundle stand there as what it says; `development` is read from the key's points
 * (and its manifest), `circuit` from the manifest, and both are absent where nothing of ours vouches for them.
 */
export function verdictJson(verdict: Verdict, { key, artifacts: known }: TrustedKey): object {
  if (!("bundle" in verdict)) return verdict;
  const { bundle, compared, notCompared, ...rest } = verdict;
  const { chain, gate, account, nonce, epoch, deadline, mode, publicInputs } = bundle;
  return {
    ...rest,
    compared,
    notCompared,
    chain,
    gate,
    account,
    nonce,
    epoch,
    deadline,
    mode,
    publicInputs,
    verificationKey: key.sha256,
    ...(known === undefined ? {} : { circuit: known.circuit }),
    development: key.development || known?.development === true,
  };
}

/** A verdict for people. What was not compared is named, because a proof about an invented book is valid too. */
export function verdictLines(verdict: Verdict, { key, artifacts: known }: TrustedKey): string[] {
  if (verdict.status === "malformed") return [`malformed: ${[verdict.path, verdict.reason].filter(Boolean).join(" ")}`];
  if (verdict.status === "invalid-proof") return [`invalid proof: ${verdict.reason}`];
  if (verdict.status === "wrong-statement") return [`wrong statement: ${verdict.field}: ${verdict.reason}`];
  const { account, nonce, epoch, chain } = verdict.bundle;
  const mark = key.development || known?.development === true ? " (development key: anyone can forge this)" : "";
  const first =
    verdict.status === "stale"
      ? `stale: ${verdict.field}: ${verdict.reason}${mark}`
      : `valid: ${account} at nonce ${nonce}, epoch ${epoch}, chain ${chain}${mark}`;
  const named = (list: readonly Comparable[]): string => list.map((item) => WORDS[item]).join(", ") || "nothing";
  return [
    first,
    `  compared, beside the key: ${named(verdict.compared)}`,
    ...(verdict.notCompared.length === 0
      ? []
      : [`  NOT compared, the bundle's own word: ${named(verdict.notCompared)}`]),
  ];
}
