import type { BookClass } from "../../model/classes.ts";
import type { TrustedKey } from "../../verifier/verify-bundle.ts";
import { loadArtifacts } from "../artifacts/load.ts";
import { artifactHashes, loadKey } from "../circuit.ts";

/** The verification key of a class that is installed here, held to its manifest. Throws BallastError BAL-501…503 (exit 5). */
export async function installedKey(bookClass: BookClass): Promise<TrustedKey> {
  const loaded = await loadArtifacts(`size-update-${bookClass}`, { kinds: ["vkey"] });
  return { class: bookClass, key: await loadKey(loaded), artifacts: artifactHashes(loaded) };
}
