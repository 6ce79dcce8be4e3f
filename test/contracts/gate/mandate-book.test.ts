/** What the book of mandates says and shows, and the last second of each of its limits. A wallet is the gate: whoever calls uses the mandates that are granted at it. */
import { type Address, getAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mandateBookAbi } from "../../../contracts/generated/abi.ts";
import type { Wallet } from "../support/chain.ts";
import { type Mandate, mandate, mandateVenue, NOBODY, signMandate, UNLIMITED } from "../support/mandates.ts";
import { expectRevert } from "../support/reverts.ts";
import { said } from "../support/said.ts";
import type { Receipt, Venue } from "../support/venue.ts";

let venue: Venue;
let book: Address;
let gate: Wallet;
let [account, operator, other]: Address[] = [];

beforeAll(async () => {
  ({ venue, book } = await mandateVenue());
  gate = venue.guardian;
  account = venue.desk.account.address;
  operator = venue.maker.account.address;
  other = gate.account.address;
});
afterAll(() => venue.chain.close());

const undone = <T>(work: () => Promise<T>) => venue.chain.undone(work);
const at = (address: Address | undefined): Address => address ?? NOBODY;
const granted = (over: Partial<Mandate> = {}): Promise<Receipt> =>
  venue.write(venue.desk, "MandateBook", book, "grant", [at(other), operator, mandate(over)]);
/** A call of mode 0 with a flow, as the gate packs it. */
const flow = (asset: bigint, amount: bigint, isOut = false): bigint =>
  (asset << 183n) | (isOut ? 1n << 186n : 0n) | (amount << 187n);
const use = (call = 0n, nonce = 7n): Promise<Receipt> =>
  venue.write(gate, "MandateBook", book, "use", [account, operator, NOBODY, account, nonce, call]);
const shown = (): Promise<[Mandate, bigint[]]> =>
  venue.get<[Mandate, bigint[]]>("MandateBook", book, "mandateOf", [other, account, operator]);

/** Every field another one than its neighbour. */
const FULL: Mandate = {
  validUntil: 2n ** 40n,
  modes: 0b101,
  trades: true,
  counterparty: getAddress("0x00000000000000000000000000000000000000c1"),
  inflows: 0b00011,
  outflows: 0b10100,
  recipient: getAddress("0x00000000000000000000000000000000000000d2"),
  period: 77,
  caps: [11n, 12n, 13n, 14n, 15n, 16n],
};

describe("the book of mandates", () => {
  it("shows a mandate as it was granted, and says so", () =>
    undone(async () => {
      const receipt = await granted(FULL);
      expect(said("MandateBook", book, receipt)).toEqual([["Granted", other, account, operator, FULL]]);
      const [terms, left] = await shown();
      expect(terms).toEqual(FULL);
      expect(left).toEqual(FULL.caps);
    }));

  it("says which gate used whose mandate by which operator for which change, and which was taken back", () =>
    undone(async () => {
      await granted();
      expect(said("MandateBook", book, await use(0n, 41n))).toEqual([["Used", other, account, operator, 41n]]);
      const revoked = await venue.write(venue.desk, "MandateBook", book, "revoke", [other, operator]);
      expect(said("MandateBook", book, revoked)).toEqual([["Revoked", other, account, operator]]);
      await expectRevert(use(), "MandateBookNoMandate", [account, operator]);
    }));

  it("takes the signature of a grant for what it says, flows in and flows out apart", () =>
    undone(async () => {
      const deadline = 2n ** 40n;
      const nonce = await venue.get<bigint>("MandateBook", book, "nonceOf", [account]);
      const signed = { gate: at(other), account: at(account), operator: at(operator), nonce, deadline };
      const signature = await signMandate(venue.desk, { chainId: venue.chainId, book }, signed, FULL);
      const send = (terms: Mandate) =>
        venue.write(gate, "MandateBook", book, "grantFor", [other, account, operator, terms, deadline, signature]);
      const turned = { ...FULL, inflows: FULL.outflows, outflows: FULL.inflows };
      await expectRevert(send(turned), "MandateBookUnsigned");
      expect(said("MandateBook", book, await send(FULL))).toEqual([["Granted", other, account, operator, FULL]]);
    }));

  it("sets no bound to what has none, however much it comes to", () =>
    undone(async () => {
      await granted({ inflows: 1, caps: [UNLIMITED, 0n, 0n, 0n, 0n, UNLIMITED] });
      await use(flow(0n, UNLIMITED));
      await use(flow(0n, UNLIMITED));
      expect((await shown())[1]).toEqual([UNLIMITED, 0n, 0n, 0n, 0n, UNLIMITED]);
    }));
});

describe("the last second", () => {
  const soon = async (): Promise<bigint> => (await venue.chain.now()) + 100n;
  /** A call in a block of a given time, which stays undone. */
  const tried = async (time: bigint, from: Wallet, functionName: string, args: readonly unknown[]): Promise<void> =>
    undone(async () => {
      await venue.chain.goTo(time);
      const call = { account: from.account, address: book, abi: mandateBookAbi, functionName, args };
      await venue.chain.read.simulateContract(call as never);
    });
  const useAt = (time: bigint, call = 0n) => tried(time, gate, "use", [account, operator, NOBODY, account, 7n, call]);

  it("of a mandate is its end, and it may be granted in that one", () =>
    undone(async () => {
      const end = await soon();
      const terms = mandate({ validUntil: end });
      const grantAt = (time: bigint) => tried(time, venue.desk, "grant", [other, operator, terms]);
      await grantAt(end);
      await expectRevert(grantAt(end + 1n), "MandateBookInPast", [end, end + 1n]);
      await granted(terms);
      await useAt(end);
      await expectRevert(useAt(end + 1n), "MandateBookExpired", [account, operator, end]);
    }));

  it("of a signature is its deadline", () =>
    undone(async () => {
      const deadline = await soon();
      const nonce = await venue.get<bigint>("MandateBook", book, "nonceOf", [account]);
      const signed = { gate: at(other), account: at(account), operator: at(operator), nonce, deadline };
      const signature = await signMandate(venue.desk, { chainId: venue.chainId, book }, signed);
      const revokeAt = (time: bigint) =>
        tried(time, gate, "revokeFor", [other, account, operator, deadline, signature]);
      await revokeAt(deadline);
      await expectRevert(revokeAt(deadline + 1n), "MandateBookDeadlinePassed", [deadline, deadline + 1n]);
    }));

  it("of a period comes before the next one's first, also of the one that began with time itself", () =>
    undone(async () => {
      const end = await soon();
      await granted({ inflows: 1, period: Number(end), caps: [50n, 0n, 0n, 0n, 0n, UNLIMITED] });
      await expectRevert(use(flow(0n, 51n)), "MandateBookSpent", [operator, 0n, 50n, 51n]);
      await use(flow(0n, 50n));
      await expectRevert(useAt(end - 1n, flow(0n, 1n)), "MandateBookSpent", [operator, 0n, 0n, 1n]);
      await useAt(end, flow(0n, 50n));
    }));
});
