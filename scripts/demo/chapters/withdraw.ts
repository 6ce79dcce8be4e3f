import { collectClaims } from "../../../prover/chain/tokens.ts";
import type { ReleasedProof } from "../../../prover/prove.ts";
import type { Bundle } from "../../../verifier/bundle.ts";
import { parseBundle } from "../../../verifier/parse-bundle.ts";
import { attempt, type Changes, changeOf } from "../cheat.ts";
import { type Party, prove, submit } from "../party.ts";
import { begin, type Play } from "../play.ts";
import { dollars, grouped } from "../screen/figures.ts";
import { ink, sideBySide } from "../screen/ink.ts";
import { chainPanel, deskPanel } from "../screen/panels.ts";
import type { Judge } from "../sizing.ts";
import { largestWithdrawal } from "../strategy.ts";
import { playReduction } from "./stress.ts";

const STEP = 50_000_000_000n;
const MOST = 4n;

/** The desk withdraws; around its one honest proof it tries to cheat, straight at the contract. */
export async function playWithdrawal(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "withdraw", "a withdrawal, and three ways to cheat");
  const amount = await payableAmount(play, judge);
  const proof = await screen.step(`desk proves a withdrawal of ${dollars(amount)}`, (note) =>
    proveFlow(play, judge, amount, note),
  );
  const honest = await changeOf(desk, proof.bundle);
  await playCheat(play, `forged: the same proof for ${dollars(10n * amount)}`, [
    { ...honest, flowAmount: 10n * amount },
  ]);
  const inclusion = await screen.step("desk sends the honest withdrawal", () =>
    submit(desk, proof, "withdrawal", workshop),
  );
  await playCheat(play, "replayed: the accepted proof once more", [honest]);
  const opening = [await changeOf(desk, firstBundle(desk)), await changeOf(maker, firstBundle(maker))] as const;
  await playCheat(play, "stale: both proofs of the opening trade, days later", opening);
  await screen.step("desk takes the tokens from the vault", () => collectClaims(desk.clients, desk.account.gate));
  screen.show(["", ...sideBySide(deskPanel(desk, judge), chainPanel(proof.bundle, inclusion.gasUsed))]);
}

/** What may be withdrawn; when the day leaves nothing, the desk reduces once more first. */
async function payableAmount(play: Play, judge: Judge): Promise<bigint> {
  const { store } = play.world.desk;
  const amount = largestWithdrawal(store.live.book, judge, STEP, MOST);
  if (amount > 0n) return amount;
  await playReduction(play, judge);
  return largestWithdrawal(store.live.book, judge, STEP, MOST);
}

function proveFlow(
  { world }: Play,
  judge: Judge,
  amount: bigint,
  note: (text: string) => void,
): Promise<ReleasedProof> {
  const change = { mode: "full", sizes: [], flow: { asset: "cash", amount: -amount } } as const;
  return prove(world.desk, change, judge, world.workshop, note);
}

async function playCheat(play: Play, what: string, changes: Changes): Promise<void> {
  const { world, screen, refusals } = play;
  const { error, gas } = await attempt(world.desk, changes);
  world.workshop.measures.gas.push({ what, gas, accepted: false });
  refusals.push({ attempt: what, by: "contract", reason: error });
  screen.show([
    `${ink.bad("✗")} ${what}: ${ink.bad(error)} ${ink.faint(`(reverted, ${grouped(gas)} gas; account unchanged)`)}`,
  ]);
}

/** The oldest proof that a desk ever sent. */
function firstBundle({ store }: Party): Bundle {
  const [oldest] = [...store.state.openings.values()]
    .filter(({ bundle }) => bundle !== undefined)
    .sort((a, b) => (a.nonce < b.nonce ? -1 : 1));
  const parsed = parseBundle(oldest?.bundle ?? "");
  if (parsed.status !== "parsed") throw new Error("the store holds no sent proof");
  return parsed.bundle;
}
