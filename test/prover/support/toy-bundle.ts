import { commit, emptyBook } from "../../../model/book.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { toHex } from "../../../prover/secrets/bytes.ts";
import { encryptOpening } from "../../../prover/secrets/opening.ts";
import { type Bundle, callOf } from "../../../verifier/bundle.ts";
import { parseVerificationKey, type VerificationKey } from "../../../verifier/verification-key.ts";
import { bookAtAttempt, deskAccount, deskSeed } from "./desk.ts";
import { toyArtifacts, toyCircuit, toyWitness } from "./toy-circuit.ts";

/** A bundle whose proof really proves its five public inputs, under the toy circuit's key. */
export async function toyBundle(): Promise<{ readonly bundle: Bundle; readonly key: VerificationKey }> {
  const toy = await toyCircuit();
  const key = parseVerificationKey(toy.vkeyBytes);
  const book = bookAtAttempt(0n, 0);
  const fields = {
    version: 1,
    statement: "size-update",
    class: "desk-8",
    chain: deskAccount.chain,
    gate: deskAccount.gate,
    account: deskAccount.account,
    nonce: 0n,
    deadline: 1_800_000_000n,
    epoch: 12n,
    recipient: deskAccount.account,
    mode: "full",
    side: 0,
    flow: { asset: "cash", amount: 1_000_000n },
    opening: toHex(encryptOpening(deskSeed, book)),
  } as const;
  const wanted = [commit(emptyBook("desk-8")), commit(book), 12345n, 0n, callOf(fields)] as const;
  await using backend = await openBackend();
  const { proof, publicInputs } = await backend.prove(toy.zkey, await toyWitness(toy, wanted));
  const artifacts = toyArtifacts(key);
  return { key, bundle: { ...fields, publicInputs: publicInputs as unknown as typeof wanted, proof, artifacts } };
}
