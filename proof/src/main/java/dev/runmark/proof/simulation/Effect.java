package dev.runmark.proof.simulation;

/** What the product does to the world, and what can fail before it is done, or after. */
enum Effect {
  CREATE,
  WRITE,
  COMPLETE,
  PUT,
  READ,
  HEAD,
  LIST,
  DELETE,
  ABORT,
  COMMIT,
  RAISE_FLOOR,
  ASK_LEDGER
}
