/**
 * A venue that serves several classes, on which option books come about as they do anywhere: by trades of four legs with a pool, at the marks. The
 * steps on the way are accepted by the model and proven from the published trapdoor; the proofs that count are the caller's to make.
 */
import { sizeOf } from "../../../model/book.ts";
import type { Change } from "../../../model/change.ts";
import { LEGS } from "../../../model/classes.ts";
import { explain } from "../../../model/explain.ts";
import { sum } from "../../../model/integers.ts";
import { rowOf } from "../../../model/sheet.ts";
import type { Proof } from "../../../verifier/proof.ts";
import type { Venue } from "../../contracts/support/venue.ts";
import type { EpochData } from "../../e2e/support/market.ts";
import {
  after,
  consentedForm,
  gateForm,
  layOut,
  type Member,
  registerMember,
  type Step,
} from "../../e2e/support/member.ts";
import { type Sent, send } from "../../e2e/support/sent.ts";
import type { ShippedClass } from "../../e2e/support/shipped-class.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "../../e2e/support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "../../e2e/support/trapdoor-prover.ts";
import type { OptionScene } from "../../pricing/support/option-books.ts";

/** A class at this venue, with proofs of its key from the published trapdoor. */
interface Served {
  readonly shipped: ShippedClass;
  readonly trapdoor: TrapdoorProver;
}

/** Micro-quote that an account brings: enough for whatever its book asks on the way. */
const DEPOSIT = 10n ** 13n;

/** An open venue and what it takes to act on it. */
export class OptionVenue {
  readonly venue: Venue;
  readonly data: EpochData;
  readonly #served: ReadonlyMap<string, Served>;

  private constructor(venue: Venue, data: EpochData, served: ReadonlyMap<string, Served>) {
    this.venue = venue;
    this.data = data;
    this.#served = served;
  }

  /** Opens it with a scene's market, sheet and policy in force. */
  static async open(shipped: readonly ShippedClass[], { market, sheet, policy }: OptionScene): Promise<OptionVenue> {
    const data = { market: { ...market, epoch: Number(FIRST_EPOCH) }, sheet, policy };
    const venue = await openStage(shipped, { rules: { tradesPerEpoch: 100 } }, undefined, policy);
    await publishEpoch(venue, data);
    const served = new Map<string, Served>();
    for (const one of shipped) served.set(one.circuit.class, { shipped: one, trapdoor: await openTrapdoorProver(one) });
    return new OptionVenue(venue, data, served);
  }

  /** A change laid out for the circuit of the member's class. Throws when the model refuses it. */
  step(member: Member, change: Change): Step {
    const { market, sheet, policy } = this.data;
    const { accepted, rules } = explain(member.book, change, market, sheet, policy, { largest: false });
    if (!accepted) throw new Error(`refused by ${rules.filter(({ ok }) => !ok).map(({ id }) => id)}`);
    return layOut(this.#of(member).shipped, member, change, this.data);
  }

  /** A proof from the published trapdoor. */
  simulated({ member, draft }: Step): Proof {
    return this.#of(member).trapdoor(draft.publicInputs);
  }

  /** Registers a member and deposits. */
  async fund(member: Member): Promise<Member> {
    await registerMember(this.venue, member);
    const step = this.step(member, { mode: "full", sizes: [], flow: { asset: "cash", amount: DEPOSIT } });
    await this.update(step, this.simulated(step));
    return after(step);
  }

  /** Sends a step without a trade. */
  update(step: Step, proof: Proof): Promise<Sent> {
    return send(this.venue, step.member.wallet, "update", [gateForm(step, proof)]);
  }

  /** Both sides of a trade at the marks that brings one member to some sizes. */
  sides([one, pool]: readonly [Member, Member], sizes: Change["sizes"]): readonly [Step, Step] {
    const legs = sizes.map(({ instrument, size }) => ({ instrument, lots: size - sizeOf(one.book, instrument) }));
    const cost = sum(legs.map(({ instrument, lots }) => lots * (rowOf(this.data.sheet, instrument)?.mark ?? 0n)));
    const common = { mode: "full", tradeSalt: one.nonce + 5n } as const;
    const given = legs.map(({ instrument, lots }) => ({ instrument, size: sizeOf(pool.book, instrument) - lots }));
    return [this.step(one, { ...common, sizes, cost }), this.step(pool, { ...common, sizes: given, cost: -cost })];
  }

  /** Sends both sides of a trade. */
  async pair([one, pool]: readonly [Step, Step], proofs: readonly [Proof, Proof]): Promise<Sent> {
    const changes = [gateForm(one, proofs[0]), await consentedForm(pool, proofs[1])];
    return send(this.venue, one.member.wallet, "updatePair", changes);
  }

  /** Trades with the pool, four legs at a time, until the member holds a scene's positions. */
  async assemble(members: readonly [Member, Member], { book }: OptionScene): Promise<readonly [Member, Member]> {
    const wanted = book.slots.filter(({ size }) => size !== 0n);
    let [one, pool] = members;
    for (let i = 0; i < wanted.length; i += LEGS) {
      const steps = this.sides([one, pool], wanted.slice(i, i + LEGS));
      await this.pair(steps, [this.simulated(steps[0]), this.simulated(steps[1])]);
      [one, pool] = [after(steps[0]), after(steps[1])];
    }
    return [one, pool];
  }

  #of({ account }: Member): Served {
    const served = this.#served.get(account.class);
    if (served === undefined) throw new Error(`the venue serves no ${account.class}`);
    return served;
  }
}
