import { expect, test } from "vitest";
import { seededRandom } from "../../support/seeded-random.ts";
import { BitQueue } from "./bit-queue.ts";

test.each([1, 32, 33, 1_000, 70_000])("of %i numbers the least comes first, each once", (size) => {
  const random = seededRandom(`queue/${size}`);
  const queue = new BitQueue(size);
  const held = new Set<number>();
  for (let i = 0; i < 300; i++) {
    const value = random.integer(0, size - 1);
    if (random.chance(0.3)) {
      queue.delete(value);
      held.delete(value);
    } else {
      queue.add(value);
      held.add(value);
    }
    expect(queue.peek()).toBe(held.size === 0 ? -1 : Math.min(...held));
  }
  queue.clear();
  expect(queue.peek()).toBe(-1);
});
