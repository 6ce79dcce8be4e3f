/** What an operator may do for an account, and every way to do more. The verifier takes every proof: only consent decides. */
import { type Address, concat, encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mandateBookAbi, sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { expectGas } from "../../support/gas-snapshot.ts";
import { flatBook } from "../support/books.ts";
import type { Wallet } from "../support/chain.ts";
import { accountOf, type Change, consent, draft, fresh, register, update, updatePair } from "../support/changes.ts";
import {
  byOperator,
  grant,
  type Mandate,
  mandate,
  mandateVenue,
  NOBODY,
  type Signed,
  sentBy,
  signedBy,
  signMandate,
  UNLIMITED,
} from "../support/mandates.ts";
import { draftMove } from "../support/moves.ts";
import { expectRevert } from "../support/reverts.ts";
import { deployArtifact, testArtifact, type Venue } from "../support/venue.ts";

/** The token's habit of calling somebody in the middle of a transfer. */
const REENTERS = 7;

let venue: Venue;
let book: Address;
let [desk, maker, operator, other]: Address[] = [];
let [server, stranger]: Wallet[] = [];

beforeAll(async () => {
  ({ venue, book } = await mandateVenue());
  [server, stranger] = [venue.chain.wallets[7] as Wallet, venue.guardian];
  desk = venue.desk.account.address;
  maker = venue.maker.account.address;
  operator = wallet().account.address;
  other = outsider().account.address;
});
afterAll(() => venue.chain.close());

const wallet = (): Wallet => server as Wallet;
const outsider = (): Wallet => stranger as Wallet;
const at = (address: Address | undefined): Address => address ?? NOBODY;
const granted = (over: Partial<Mandate> = {}) => grant(venue, book, venue.desk, at(operator), over);
const change = (over: Partial<Change> = {}) => draft(venue, at(desk), over);
const act = async (over: Partial<Change> = {}) => sentBy(venue, wallet(), await change(over));
const undone = <T>(work: () => Promise<T>) => venue.chain.undone(work);
const left = async (): Promise<readonly bigint[]> =>
  (await venue.get<[Mandate, bigint[]]>("MandateBook", book, "mandateOf", [venue.gate, desk, operator]))[1];

/** Both sides of a trade: the desk's by its operator, the maker's by its own signature. */
const tradeOf = async (over: Partial<Change> = {}): Promise<[Change, Change]> => {
  const trade = fresh();
  const first = await change({ trade, ...over });
  const second = await draft(venue, at(maker), { trade, side: 1 });
  const ours = { ...first, authorization: byOperator(at(operator)) };
  return [ours, { ...second, authorization: await consent(venue, venue.maker, second) }];
};

describe("an operator", () => {
  it("sends a change itself or signs it for any sender, and the book says who consented", () =>
    undone(async () => {
      await granted();
      const receipt = await act();
      expect(receipt.logs.filter(({ address }) => address === book.toLowerCase())).toHaveLength(1);
      const signed = await signedBy(venue, wallet(), await change());
      await update(venue, outsider(), signed);
      expect((await accountOf(venue, at(desk))).nonce).toBe(4n);
    }));

  it("is refused without a mandate, without a book, after revocation, and after the mandate's end", () =>
    undone(async () => {
      await expectRevert(act(), "MandateBookNoMandate", [desk, operator]);
      await granted({ validUntil: (await venue.chain.now()) + 100n });
      const signed = await signedBy(venue, wallet(), await change());
      const late = () => update(venue, outsider(), signed);
      await undone(async () => {
        await venue.chain.goTo((await venue.chain.now()) + 101n);
        await expectRevert(late(), "MandateBookExpired");
      });
      await undone(async () => {
        await venue.write(venue.desk, "SizingGate", venue.gate, "setMandateBook", [NOBODY]);
        await expectRevert(late(), "SizingGateNoMandateBook", [desk, operator]);
      });
      await venue.write(venue.desk, "MandateBook", book, "revoke", [venue.gate, operator]);
      await expectRevert(late(), "MandateBookNoMandate", [desk, operator]);
      const code = [at(other)];
      const noCode = venue.write(venue.desk, "SizingGate", venue.gate, "setMandateBook", code);
      await expectRevert(noCode, "SizingGateMandateBookWithoutCode", code);
    }));

  it("keeps to its modes", () =>
    undone(async () => {
      await granted({ modes: 0b100 });
      for (const mode of [0, 1]) await expectRevert(act({ mode }), "MandateBookWrongMode", [operator, mode]);
      await act({ mode: 2 });
    }));

  it("moves only the assets it may, in the direction it may, to the recipient it may", () =>
    undone(async () => {
      const caps = [500n, 20n, 0n, 0n, 0n, UNLIMITED];
      await granted({ inflows: 0b00001, outflows: 0b00010, recipient: at(maker), caps });
      await act({ flowAmount: 300n });
      await expectRevert(act({ flowAmount: 1n, flowOut: true }), "MandateBookWrongFlow", [operator, 0, true]);
      await expectRevert(act({ flowAsset: 1, flowAmount: 1n }), "MandateBookWrongFlow", [operator, 1, false]);
      await expectRevert(act({ flowAsset: 2, flowAmount: 1n }), "MandateBookWrongFlow", [operator, 2, false]);
      const out = { flowAsset: 1, flowAmount: 20n, flowOut: true };
      await expectRevert(act(out), "MandateBookWrongRecipient", [operator, maker, desk]);
      await act({ ...out, recipient: at(maker) });
      await granted({ outflows: 0b00001, caps });
      const home = { flowAmount: 1n, flowOut: true };
      const elsewhere = { ...home, recipient: at(operator) };
      await expectRevert(act(elsewhere), "MandateBookWrongRecipient", [operator, desk, operator]);
      await act(home);
    }));

  it("spends its caps once per period, and only with changes that are accepted", () =>
    undone(async () => {
      await granted({ inflows: 1, outflows: 1, caps: [100n, 0n, 0n, 0n, 0n, 3n] });
      await act({ flowAmount: 60n });
      const [period, began] = [3_600n, await venue.chain.now()];
      await expectRevert(act({ flowAmount: 41n, flowOut: true }), "MandateBookSpent", [operator, 0n, 40n, 41n]);
      await expectRevert(act({ deadline: 1n }), "SizingGateDeadlinePassed");
      expect(await left()).toEqual([40n, 0n, 0n, 0n, 0n, 2n]);
      await act({ flowAmount: 40n, flowOut: true });
      await act();
      await expectRevert(act(), "MandateBookSpent", [operator, 5n, 0n, 1n]);
      await venue.chain.request("evm_setNextBlockTimestamp", [Number(began + period - 2n)]);
      await venue.chain.request("evm_mine", []);
      await expectRevert(act(), "MandateBookSpent");
      await venue.chain.goTo(began + period);
      expect(await left()).toEqual([100n, 0n, 0n, 0n, 0n, 3n]);
      await act({ flowAmount: 100n });
      await expectRevert(act({ flowAmount: 1n }), "MandateBookSpent", [operator, 0n, 0n, 1n]);
    }));

  it("starts anew with a new grant, and cannot hold more than a word of cap", () =>
    undone(async () => {
      const caps = [UNLIMITED - 1n, 0n, 0n, 0n, 0n, 1n];
      await granted({ inflows: 1, caps });
      await act({ flowAmount: 700n });
      const flood = { flowAmount: UNLIMITED - 1n };
      await granted({ inflows: 1, caps: [...caps.slice(0, 5), UNLIMITED] });
      expect((await left())[0]).toBe(UNLIMITED - 1n);
      await act({ flowAmount: 700n });
      await expectRevert(act(flood), "MandateBookSpent", [operator, 0n, UNLIMITED - 701n, UNLIMITED - 1n]);
    }));

  it("trades only if it may and with whom it may", () =>
    undone(async () => {
      await granted();
      await expectRevert(updatePair(venue, wallet(), ...(await tradeOf())), "MandateBookWrongTrade", [operator, maker]);
      await granted({ trades: true, counterparty: at(other) });
      await expectRevert(updatePair(venue, wallet(), ...(await tradeOf())), "MandateBookWrongTrade", [operator, maker]);
      await granted({ trades: true, counterparty: at(maker), caps: [0n, 0n, 0n, 0n, 0n, 2n] });
      await updatePair(venue, wallet(), ...(await tradeOf()));
      const [ours, theirs] = await tradeOf();
      await updatePair(venue, wallet(), theirs, ours);
      await expectRevert(updatePair(venue, wallet(), ...(await tradeOf())), "MandateBookSpent", [operator, 5n, 0n, 1n]);
      await granted({ trades: true });
      await updatePair(venue, wallet(), ...(await tradeOf()));
    }));

  it("of both sides of a pair uses two mandates, each once", () =>
    undone(async () => {
      const caps = [0n, 0n, 0n, 0n, 0n, 1n];
      await venue.write(venue.maker, "SizingGate", venue.gate, "setMandateBook", [book]);
      await granted({ trades: true, counterparty: at(maker), caps });
      const [ours, theirs] = await tradeOf();
      const both = { ...theirs, authorization: byOperator(at(operator)) };
      await expectRevert(updatePair(venue, wallet(), ours, both), "MandateBookNoMandate", [maker, operator]);
      await grant(venue, book, venue.maker, at(operator), { trades: true, counterparty: at(desk), caps });
      await updatePair(venue, wallet(), ours, both);
      expect((await left())[5]).toBe(0n);
    }));
});

describe("an account", () => {
  it("that sends its own change needs nobody's word, whatever stands where an operator's would", () =>
    undone(async () => {
      const own = { ...(await change()), authorization: byOperator(at(operator)) };
      await expectRevert(update(venue, wallet(), own), "MandateBookNoMandate", [desk, operator]);
      await update(venue, venue.desk, own);
    }));
});

describe("a thief", () => {
  it("cannot use one operator's signature for another account, gate, nonce, change or operator", () =>
    undone(async () => {
      await granted();
      const signed = await signedBy(venue, wallet(), await change());
      const signature = await consent(venue, wallet(), signed);
      const tries: Partial<Change>[] = [
        { newCommitment: 5n },
        { recipient: at(maker) },
        { deadline: signed.deadline - 1n },
        { flowAmount: 1n },
        { authorization: byOperator(at(maker), signature) },
        { authorization: signature },
        { authorization: concat([byOperator(at(operator), signature), "0x00"]) },
        { authorization: byOperator(at(operator), concat([signature, "0x00"])) },
        { authorization: byOperator(at(operator)) },
        { authorization: byOperator(at(desk), signature) },
      ];
      for (const edit of tries) {
        await expectRevert(update(venue, outsider(), { ...signed, ...edit }), "SizingGateNoConsent");
      }
      await venue.write(venue.maker, "SizingGate", venue.gate, "setMandateBook", [book]);
      await grant(venue, book, venue.maker, at(operator));
      await expectRevert(update(venue, outsider(), { ...signed, account: at(maker) }), "SizingGateNoConsent");
      await update(venue, outsider(), signed);
      await expectRevert(update(venue, outsider(), signed), "SizingGateNoConsent");
    }));

  it("finds an operator's word useless on an account's own signature, and the other way round", () =>
    undone(async () => {
      const own = await change();
      const signature = await consent(venue, venue.desk, own);
      const dressed = { ...own, authorization: byOperator(at(operator), signature) };
      await expectRevert(update(venue, outsider(), dressed), "SizingGateNoConsent");
      await granted();
      await expectRevert(update(venue, outsider(), dressed), "SizingGateNoConsent");
      await update(venue, outsider(), { ...own, authorization: byOperator(at(desk), signature) });
    }));

  it("cannot use a mandate of another gate, nor use one up from outside", () =>
    undone(async () => {
      await granted({ caps: [0n, 0n, 0n, 0n, 0n, 1n] });
      const use = venue.write(outsider(), "MandateBook", book, "use", [desk, operator, NOBODY, desk, 0n, 0n]);
      await expectRevert(use, "MandateBookNoMandate", [desk, operator]);
      await venue.write(outsider(), "MandateBook", book, "grant", [venue.gate, operator, mandate()]);
      expect((await left())[5]).toBe(1n);
      await venue.write(venue.desk, "MandateBook", book, "revoke", [venue.gate, operator]);
      await venue.write(venue.desk, "MandateBook", book, "grant", [at(other), operator, mandate()]);
      await expectRevert(act(), "MandateBookNoMandate");
    }));

  it("who is the operator can neither grant, revoke, name a book, nor leave", () =>
    undone(async () => {
      await granted({ inflows: 31, outflows: 31, trades: true, caps: Array(6).fill(UNLIMITED) });
      const from = (fn: string, args: readonly unknown[]) => venue.write(wallet(), "MandateBook", book, fn, args);
      await from("grant", [venue.gate, other, mandate()]);
      expect((await venue.get<[Mandate]>("MandateBook", book, "mandateOf", [venue.gate, desk, other]))[0].modes).toBe(
        0,
      );
      const own = { chainId: venue.chainId, book };
      const signed: Signed = {
        gate: venue.gate,
        account: at(desk),
        operator: at(other),
        nonce: 1n,
        deadline: 2n ** 40n,
      };
      const signature = await signMandate(wallet(), own, signed, mandate());
      const args = [venue.gate, desk, other, mandate(), signed.deadline, signature];
      await expectRevert(from("grantFor", args), "MandateBookUnsigned");
      const exit = venue.write(wallet(), "SizingGate", venue.gate, "flatExit", [0n, 0n]);
      await expectRevert(exit, "SizingGateNotRegistered", [operator]);
    }));
});

describe("a contract operator", () => {
  it("consents by EIP-1271, and by sending; its lie is refused", () =>
    undone(async () => {
      const robot = await deployArtifact(venue.chain, testArtifact("ContractWallet"), [at(operator)]);
      await grant(venue, book, venue.desk, robot, { caps: [0n, 0n, 0n, 0n, 0n, 2n] });
      const first = await change();
      const signature = await consent(venue, wallet(), first);
      await update(venue, outsider(), { ...first, authorization: byOperator(robot, signature) });
      const second = { ...(await change()), authorization: byOperator(robot) };
      const data = encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [second as never] });
      await venue.write(outsider(), "ContractWallet", robot, "execute", [venue.gate, data]);
      const third = await change();
      const foreign = await consent(venue, outsider(), third);
      const lie = update(venue, outsider(), { ...third, authorization: byOperator(robot, foreign) });
      await expectRevert(lie, "SizingGateNoConsent");
    }));

  it("consents to nothing by silence, a revert, a bomb or another word, and calls nobody back while asked", () =>
    undone(async () => {
      const odd = await deployArtifact(venue.chain, testArtifact("OddSigner"), []);
      await grant(venue, book, venue.desk, odd);
      const asked = { ...(await change()), authorization: byOperator(odd, "0x01") };
      const again = { ...(await change()), authorization: byOperator(odd) };
      const inner = encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [again as never] });
      for (const habit of [0, 1, 2, 3]) {
        await venue.write(outsider(), "OddSigner", odd, "set", [habit, venue.gate, inner]);
        await expectRevert(update(venue, outsider(), asked), "SizingGateNoConsent");
      }
      await venue.write(outsider(), "OddSigner", odd, "set", [4, venue.gate, inner]);
      await update(venue, outsider(), asked);
      expect((await accountOf(venue, at(desk))).nonce).toBe(3n);
    }));
});

describe("a hostile book", () => {
  const gate = (functionName: string, args: readonly unknown[]) =>
    encodeFunctionData({ abi: sizingGateAbi, functionName, args } as never);
  /** An account that is its own book and makes a call of the gate when it is asked about its operator. */
  const turncoat = async (turn: `0x${string}`): Promise<Address> => {
    const artifact = testArtifact("TurncoatBook");
    const account = await deployArtifact(venue.chain, artifact, [venue.gate, [gate("register", [1])], turn]);
    await outsider().writeContract({
      ...{ abi: artifact.abi, address: account, functionName: "execute" },
      ...{ args: [gate("setMandateBook", [account])], account: outsider().account, chain: outsider().chain },
    });
    return account;
  };

  it("finds every function that changes an account closed in the middle of its update, and of its trade", async () => {
    const own = await change();
    const move = draftMove(at(desk));
    const turns: Readonly<Record<string, readonly unknown[]>> = {
      ...{ register: [2], update: [own], updatePair: [own, own] },
      ...{ flatExit: [0n, 0n], markDefault: [at(desk)], moveAccount: [move] },
    };
    for (const [name, args] of Object.entries(turns))
      await undone(async () => {
        const account = await turncoat(gate(name, args));
        const asked = { authorization: byOperator(at(operator)) };
        const alone = await draft(venue, account, { ...asked, flowAmount: 5n });
        await expectRevert(update(venue, wallet(), alone), "ReentrancyGuardReentrantCall");
        const trade = fresh();
        const ours = await draft(venue, account, { ...asked, trade });
        const theirs = await draft(venue, at(maker), { trade, side: 1 });
        const signed = { ...theirs, authorization: await consent(venue, venue.maker, theirs) };
        await expectRevert(updatePair(venue, wallet(), ours, signed), "ReentrancyGuardReentrantCall");
      });
  });

  it("finds them closed in the middle of an exit that owes cash, too", () =>
    undone(async () => {
      const salt = 5n;
      await update(venue, venue.maker, await draft(venue, at(maker), { newCommitment: flatBook(-7n, [50n], salt) }));
      const inner = gate("register", [1]);
      await venue.write(venue.owner, "OddToken", venue.cash, "setReentry", [venue.gate, inner]);
      await venue.write(venue.owner, "OddToken", venue.cash, "setHabit", [REENTERS]);
      const exit = venue.write(venue.maker, "SizingGate", venue.gate, "flatExit", [-7n, salt]);
      await expectRevert(exit, "ReentrancyGuardReentrantCall");
    }));
});

describe("a signed grant", () => {
  const terms = () => mandate({ modes: 0b001, recipient: at(maker), caps: [1n, 2n, 3n, 4n, 5n, 6n] });
  const signed = (over: Partial<Signed> = {}): Signed => ({
    gate: venue.gate,
    account: at(desk),
    operator: at(operator),
    nonce: 0n,
    deadline: 2n ** 40n,
    ...over,
  });
  const send = (signature: `0x${string}`, over: Partial<Signed> = {}, given: Mandate = terms()) => {
    const { gate, account, operator: to, deadline } = signed(over);
    return venue.write(outsider(), "MandateBook", book, "grantFor", [gate, account, to, given, deadline, signature]);
  };
  const on = () => ({ chainId: venue.chainId, book });

  it("counts once, as signed and until its deadline", () =>
    undone(async () => {
      const signature = await signMandate(venue.desk, on(), signed(), terms());
      await expectRevert(send(signature, { operator: at(other) }), "MandateBookUnsigned");
      await expectRevert(send(signature, { account: at(maker) }), "MandateBookUnsigned");
      await expectRevert(send(signature, { gate: book }), "MandateBookUnsigned");
      await expectRevert(send(signature, { deadline: 2n ** 41n }), "MandateBookUnsigned");
      for (const edit of [{ modes: 3 }, { trades: true }, { period: 1 }, { caps: Array(6).fill(6n) }]) {
        await expectRevert(send(signature, {}, { ...terms(), ...edit }), "MandateBookUnsigned");
      }
      const late = { deadline: (await venue.chain.now()) - 1n };
      await expectRevert(
        send(await signMandate(venue.desk, on(), signed(late), terms()), late),
        "MandateBookDeadlinePassed",
      );
      await send(signature);
      const [stored] = await venue.get<[Mandate]>("MandateBook", book, "mandateOf", [venue.gate, desk, operator]);
      expect({ ...stored, caps: [...stored.caps] }).toEqual(terms());
      await expectRevert(send(signature), "MandateBookUnsigned");
    }));

  it("is void on another chain or book, and after any grant or revocation", () =>
    undone(async () => {
      const signature = await signMandate(venue.desk, on(), signed(), terms());
      for (const place of [
        { ...on(), chainId: 1 },
        { ...on(), book: venue.gate },
      ]) {
        await expectRevert(send(await signMandate(venue.desk, place, signed(), terms())), "MandateBookUnsigned");
      }
      await venue.write(venue.desk, "MandateBook", book, "revoke", [venue.gate, other]);
      await expectRevert(send(signature), "MandateBookUnsigned");
    }));

  it("is ended by a signed revocation", () =>
    undone(async () => {
      await granted();
      const wanted = signed({ nonce: 1n });
      const signature = await signMandate(venue.desk, on(), wanted);
      const args = [venue.gate, desk, operator, wanted.deadline, signature];
      const by = (from: readonly unknown[]) => venue.write(outsider(), "MandateBook", book, "revokeFor", from);
      await expectRevert(by([venue.gate, desk, other, wanted.deadline, signature]), "MandateBookUnsigned");
      await by(args);
      await expectRevert(by(args), "MandateBookUnsigned");
      await expectRevert(act(), "MandateBookNoMandate");
    }));

  it("may be a contract wallet's", () =>
    undone(async () => {
      const safe = await deployArtifact(venue.chain, testArtifact("ContractWallet"), [at(other)]);
      const place = { account: safe };
      const signature = await signMandate(outsider(), on(), signed(place), terms());
      await send(signature, place);
    }));
});

describe("gas", () => {
  it("of an operator's refresh beside the account's own, and of the book's functions, stays at its snapshot", () =>
    undone(async () => {
      const gasOf = ({ gasUsed }: { gasUsed: bigint }) => gasUsed;
      await update(venue, venue.desk, await change());
      const own = gasOf(await update(venue, venue.desk, await change()));
      const caps = [0n, 0n, 0n, 0n, 0n, 100n];
      await granted({ caps });
      const measured = { first: gasOf(await act()) - own, next: gasOf(await act()) - own };
      await granted();
      const unlimited = gasOf(await act()) - own;
      const args = [venue.gate, at(other)];
      const sent = (fn: string, more: readonly unknown[] = []) =>
        venue.write(venue.desk, "MandateBook", book, fn, [...args, ...more]);
      const grants = { grant: gasOf(await sent("grant", [mandate()])), revoke: gasOf(await sent("revoke")) };
      const nonce = await venue.get<bigint>("MandateBook", book, "nonceOf", [desk]);
      const words = { gate: venue.gate, account: at(desk), operator: at(other), deadline: 2n ** 40n };
      const [given, taken] = [
        await signMandate(venue.desk, { chainId: venue.chainId, book }, { ...words, nonce }, mandate()),
        await signMandate(venue.desk, { chainId: venue.chainId, book }, { ...words, nonce: nonce + 1n }),
      ];
      const by = (fn: string, signature: string, more: readonly unknown[] = []) =>
        venue.write(outsider(), "MandateBook", book, fn, [venue.gate, desk, other, ...more, words.deadline, signature]);
      const signed = {
        grantFor: gasOf(await by("grantFor", given, [mandate()])),
        revokeFor: gasOf(await by("revokeFor", taken)),
      };
      // Calldata differs by the operator's word and by zero bytes at random.
      expectGas(
        "test/contracts/gate/operators.gas.snapshot.json",
        { ...measured, unlimited, ...grants, ...signed },
        500n,
      );
    }));
});

describe("the book", () => {
  it("refuses mandates that mean nothing", async () => {
    const give = (over: Partial<Mandate>, to = operator) => grant(venue, book, venue.desk, at(to), over);
    await expectRevert(give({}, NOBODY), "MandateBookBadOperator", [NOBODY]);
    await expectRevert(give({}, desk), "MandateBookBadOperator", [desk]);
    await expectRevert(give({ validUntil: 1n }), "MandateBookInPast");
    await expectRevert(give({ modes: 0 }), "MandateBookBadBits", [0, 0, 0]);
    await expectRevert(give({ modes: 8 }), "MandateBookBadBits", [8, 0, 0]);
    await expectRevert(give({ inflows: 32 }), "MandateBookBadBits", [7, 32, 0]);
    await expectRevert(give({ outflows: 255 }), "MandateBookBadBits", [7, 0, 255]);
    await expectRevert(give({ period: 0 }), "MandateBookNoPeriod");
  });

  it("knows an account that is no registered one, whose operator can then do nothing", () =>
    undone(async () => {
      await venue.write(outsider(), "SizingGate", venue.gate, "setMandateBook", [book]);
      await grant(venue, book, outsider(), at(operator));
      const foreign = { ...(await change()), account: at(other), authorization: byOperator(at(operator)) };
      await expectRevert(update(venue, wallet(), foreign), "SizingGateNotRegistered", [other]);
      await register(venue, outsider());
      await sentBy(venue, wallet(), await draft(venue, at(other), {}));
    }));

  it("has an ABI in which a client finds every refusal", () => {
    const names = new Set(
      sizingGateAbi.filter(({ type }) => type === "error").map((entry) => "name" in entry && entry.name),
    );
    for (const entry of mandateBookAbi) {
      if (entry.type === "error") expect(names).toContain(entry.name);
    }
  });
});
