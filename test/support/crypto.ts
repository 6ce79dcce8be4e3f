import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** BTC, ETH and USDT, every day of 2020-01-01 to 2022-11-15; kept beside the repository where it may not be shipped. */
export const CRYPTO = resolve("../shared/data/crypto-daily.csv");

/** Why tests on that file are skipped on this machine; undefined when it is there. */
export const CRYPTO_ABSENT = existsSync(CRYPTO) ? undefined : `${CRYPTO} is not on this machine`;

if (CRYPTO_ABSENT !== undefined) console.warn(`skipped: ${CRYPTO_ABSENT}`);
