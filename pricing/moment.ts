import { z } from "zod";
import { MODEL_CODES } from "../model/errors.ts";
import { refuse } from "../model/files/schema.ts";

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Unix seconds as `2026-11-20T08:00:00Z`. */
export function momentText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** A moment in a file: UTC to the second, in one form. As unix seconds. */
export const moment: z.ZodType<number> = z.string().transform((text, context) => {
  const seconds = FORM.test(text) ? Date.parse(text) / 1000 : Number.NaN;
  if (seconds >= 0 && momentText(seconds) === text) return seconds;
  refuse(context, MODEL_CODES.number, "not a moment", "Write UTC to the second, such as 2026-11-20T08:00:00Z.");
  return z.NEVER;
});
