import { recoverTypedDataAddress } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { z } from "zod";
import { type SheetReport, sheetReportMessage } from "../../integration/viem/sheet-report.ts";
import { BallastError } from "../../model/errors.ts";
import { parseJson } from "../../model/files/json.ts";
import { decimal, validate, whole } from "../../model/files/schema.ts";
import { jsonText } from "../../model/files/write.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { lowerAddress } from "../chain/lower-address.ts";

/** A report, the registry that it is for, and one publisher's signature of both. */
export interface SignedReport {
  readonly chain: bigint;
  readonly registry: Address;
  readonly report: SheetReport;
  readonly signer: Address;
  readonly signature: Hex;
}

const FIELD = { least: 0n, most: 21888242871839275222246405745257275088548364400416034343698204186575808495616n };
const hex = (digits: number) => z.templateLiteral(["0x", z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))]);

const schema = z.strictObject({
  version: whole({ least: 1n, most: 1n }),
  chain: decimal({ least: 1n, most: BigInt(Number.MAX_SAFE_INTEGER) }),
  registry: hex(40),
  report: z.strictObject({
    epoch: decimal({ least: 0n, most: BigInt(Number.MAX_SAFE_INTEGER) }),
    marketRoot: decimal(FIELD),
    sheetRoot: decimal(FIELD),
    dataHash: hex(64),
    location: z.string().min(1).max(512),
  }),
  signer: hex(40),
  signature: hex(130),
});

/**
 * Signs a report for one registry on one chain.
 *
 * @example
 * const signed = await signReport(account, { chain: 1n, registry, report });
 */
export async function signReport(
  account: PrivateKeyAccount,
  { chain, registry, report }: Pick<SignedReport, "chain" | "registry" | "report">,
): Promise<SignedReport> {
  const signature = await account.signTypedData(sheetReportMessage({ registry, chainId: chain }, report));
  return { chain, registry, report, signer: lowerAddress(account.address), signature };
}

/** Writes a signature.json. */
export function writeSignature({ chain, registry, report, signer, signature }: SignedReport): string {
  const { epoch, marketRoot, sheetRoot, dataHash, location } = report;
  const decimals = { epoch: `${epoch}`, marketRoot: `${marketRoot}`, sheetRoot: `${sheetRoot}` };
  const written = { ...decimals, dataHash, location };
  return jsonText({ version: 1, chain: `${chain}`, registry, report: written, signer, signature });
}

/**
 * Reads a signature.json and checks that its signer signed.
 *
 * @throws BallastError BAL-101…104 (exit 2) naming file and field, BAL-271 (exit 4) when the signature is not the signer's
 */
export async function parseSignature(text: string, file = "signature.json"): Promise<SignedReport> {
  const { version: _, ...signed } = validate(schema, parseJson(text, file), file);
  const message = sheetReportMessage({ registry: signed.registry, chainId: signed.chain }, signed.report);
  const found = await recoverTypedDataAddress({ ...message, signature: signed.signature }).catch(() => undefined);
  if (found?.toLowerCase() === signed.signer) return signed;
  throw new BallastError("BAL-271", `${file}: the signature is not by ${signed.signer}.`, {
    details: "Ask that publisher to sign again, and send the file unchanged.",
    exitCode: 4,
  });
}
