/** Feeds of a few bytes, which answer each question with exactly the words that a test writes: also with such as no type has. */
import { encodeFunctionData, type Hex, parseAbi, size, slice, toHex } from "viem";

const FEED = parseAbi([
  "function decimals() view",
  "function latestRoundData() view",
  "function getRoundData(uint80) view",
]);

/** A round as a feed gives it out: its number, answer, the seconds of its start and update, and where it was answered. */
export type RoundWords = readonly bigint[];

/** An answer to one question. */
export interface Answer {
  readonly question: Hex;
  readonly words: readonly bigint[];
  /** The words come with a failure. */
  readonly reverts?: boolean;
}

/** What a feed answers. Every question that is not in it fails. */
export interface FeedScript {
  readonly decimals: Omit<Answer, "question">;
  readonly latest: Omit<Answer, "question">;
  readonly rounds: readonly (readonly [asked: bigint, answer: Omit<Answer, "question">])[];
  /** It answers only to who gives it exactly this much gas. */
  readonly onlyWith?: bigint;
}

const word = (value: bigint): string => toHex(value, { size: 32 }).slice(2);
const two = (value: number): string => toHex(value, { size: 2 }).slice(2);

/** Compares selector and argument, in this many bytes. */
const COMPARISON = 54;
const compared = (question: Hex, target: number): string => {
  const argument = size(question) > 4 ? BigInt(slice(question, 4)) : 0n;
  const selector = `60003560e01c63${slice(question, 0, 4).slice(2)}14`;
  return `${selector}6004357f${word(argument)}141661${two(target)}57`;
};

const answered = ({ words, reverts = false }: Answer): string => {
  const stored = words.map((value, i) => `7f${word(value)}61${two(32 * i)}52`).join("");
  return `5b${stored}61${two(32 * words.length)}5f${reverts ? "fd" : "f3"}`;
};

/** Fails unless the gas at the start is this, of which the question has cost two. */
const demanded = (gas: bigint): string => `5a62${toHex(gas - 2n, { size: 3 }).slice(2)}1461000d575f5ffd5b`;

/** The code of a contract that gives these answers. */
function answering(answers: readonly Answer[], prefix: string): Hex {
  const blocks = answers.map(answered);
  let at = prefix.length / 2 + COMPARISON * answers.length + 3;
  let code = prefix;
  for (const [i, block] of blocks.entries()) {
    code += compared((answers[i] as Answer).question, at);
    at += block.length / 2;
  }
  return `0x${code}5f5ffd${blocks.join("")}`;
}

/**
 * The code of a feed.
 * @example await chain.request("hardhat_setCode", [feed, feedCode(script)])
 */
export function feedCode({ decimals, latest, rounds, onlyWith }: FeedScript): Hex {
  const answers = [
    { question: encodeFunctionData({ abi: FEED, functionName: "decimals" }), ...decimals },
    { question: encodeFunctionData({ abi: FEED, functionName: "latestRoundData" }), ...latest },
    ...rounds.map(([asked, answer]) => ({
      question: encodeFunctionData({ abi: FEED, functionName: "getRoundData", args: [asked] }),
      ...answer,
    })),
  ];
  return answering(answers, onlyWith === undefined ? "" : demanded(onlyWith));
}
