package dev.runmark.proof.chaos;

/**
 * One way of doing a kind of thing.
 *
 * @param name which of them, within its kind
 */
record Variant(FaultKind kind, String name, Blow blow) {

  /** Does it to the system. */
  @FunctionalInterface
  interface Blow {

    /**
     * Returns when it is over for the system's surroundings; its job may still have to recover.
     *
     * @return whether it came about: a fault that waits for a statement may wait in vain
     */
    boolean strike(Theatre theatre) throws Exception;
  }

  /** As it is told and counted. */
  @Override
  public String toString() {
    return name.isEmpty() ? kind.toString() : kind + " " + name;
  }
}
