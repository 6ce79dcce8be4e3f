import type { Comparable } from "../../verifier/expectations.ts";
import type { MoveBundle } from "../../verifier/move-bundle.ts";
import type { TrustedKey, Verdict } from "../../verifier/verify-bundle.ts";
import type { TrustedMoveKey } from "../../verifier/verify-move.ts";

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

/** A verdict on a move's bundle as one JSON value. */
export function moveVerdictJson(verdict: Verdict<MoveBundle>, { key, artifacts: known }: TrustedMoveKey): object {
  if (!("bundle" in verdict)) return verdict;
  const { bundle, ...rest } = verdict;
  const { from, to, chain, gate, account, nonce, deadline, publicInputs } = bundle;
  const { sha256: verificationKey } = key;
  const circuit = known === undefined ? {} : { circuit: known.circuit };
  const said = { from, to, chain, gate, account, nonce, deadline, publicInputs };
  return { ...rest, ...said, verificationKey, ...circuit, development: key.development || known?.development === true };
}

/** A verdict on a move's bundle for people. */
export function moveVerdictLines(verdict: Verdict<MoveBundle>, trust: TrustedMoveKey): string[] {
  return judgedLines(verdict, trust, ({ account, nonce, from, to, chain }) => {
    return `${account} at nonce ${nonce}, from ${from} to ${to}, chain ${chain}`;
  });
}

/** A verdict for people. What was not compared is named, because a proof about an invented book is valid too. */
export function verdictLines(verdict: Verdict, trust: TrustedKey): string[] {
  return judgedLines(verdict, trust, ({ account, nonce, epoch, chain }) => {
    return `${account} at nonce ${nonce}, epoch ${epoch}, chain ${chain}`;
  });
}

function judgedLines<B>(
  verdict: Verdict<B>,
  { key, artifacts: known }: Pick<TrustedKey, "key" | "artifacts">,
  wordsOf: (bundle: B) => string,
): string[] {
  if (verdict.status === "malformed") return [`malformed: ${[verdict.path, verdict.reason].filter(Boolean).join(" ")}`];
  if (verdict.status === "invalid-proof") return [`invalid proof: ${verdict.reason}`];
  if (verdict.status === "wrong-statement") return [`wrong statement: ${verdict.field}: ${verdict.reason}`];
  const mark = key.development || known?.development === true ? " (development key: anyone can forge this)" : "";
  const first =
    verdict.status === "stale"
      ? `stale: ${verdict.field}: ${verdict.reason}${mark}`
      : `valid: ${wordsOf(verdict.bundle)}${mark}`;
  const named = (list: readonly Comparable[]): string => list.map((item) => WORDS[item]).join(", ") || "nothing";
  return [
    first,
    `  compared, beside the key: ${named(verdict.compared)}`,
    ...(verdict.notCompared.length === 0
      ? []
      : [`  NOT compared, the bundle's own word: ${named(verdict.notCompared)}`]),
  ];
}
