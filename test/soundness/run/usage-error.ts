/** What somebody asked for makes no sense: said without a stack, and with an exit code of its own. */
export class UsageError extends Error {}
