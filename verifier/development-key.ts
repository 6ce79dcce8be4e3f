import type { G1Affine } from "./proof.ts";

/**
 * α·G₁ of the published development trapdoor. Every key made from that trapdoor carries this point, and no contribution of
 * phase 2 moves it: whoever knows the trapdoor can prove any statement under such a key.
 */
export const DEVELOPMENT_ALPHA: G1Affine = [
  14953473605517405938491724147559253802411042456410082157026157351329522616294n,
  7049271851442427190994927422214404417976886758558597036321778864122031343548n,
];

/** Chain ids on which a development key may count: nothing there is worth a forgery. */
export const LOCAL_CHAINS: readonly bigint[] = [1337n, 31337n];

/**
 * Whether a key's α is the published one. Only the points of a key can tell: a manifest, a bundle or a caller may say
 * anything.
 *
 * @example
 * if (isDevelopmentAlpha([x, y])) console.error("anyone can forge proofs for this key");
 */
export function isDevelopmentAlpha([x, y]: G1Affine): boolean {
  return x === DEVELOPMENT_ALPHA[0] && y === DEVELOPMENT_ALPHA[1];
}

/** Whether a chain is a local one. */
export function isLocalChain(chain: bigint): boolean {
  return LOCAL_CHAINS.includes(chain);
}
