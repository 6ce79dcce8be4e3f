export { type SeededRandom, seededRandom } from "../../support/seeded-random.ts";
