import { expect, test } from "vitest";
import { maximum } from "../../calibration/maximum.ts";

test("a curved valley's bottom, from a start far away", async () => {
  const rosenbrock = ([x = 0, y = 0]: readonly number[]): number => -((1 - x) ** 2 + 100 * (y - x * x) ** 2);
  const [x = 0, y = 0] = await maximum(
    rosenbrock,
    [
      [-2, 2],
      [-2, 2],
    ],
    [[-1.2, 1]],
  );
  expect([x, y]).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
});

test("a maximum on the border, a start that fails and a flat function all end", async () => {
  expect(await maximum(([x = 0]) => x, [[0, 1]], [[0.3]])).toEqual([expect.closeTo(1, 9)]);
  const halved = ([x = 0]: readonly number[]): number => (x < 0.5 ? Number.NEGATIVE_INFINITY : -((x - 0.6) ** 2));
  expect(await maximum(halved, [[0, 1]], [[0.1], [0.7]])).toEqual([expect.closeTo(0.6, 4)]);
  expect(await maximum(() => 0, [[0, 1]], [[0.5]])).toHaveLength(1);
});
