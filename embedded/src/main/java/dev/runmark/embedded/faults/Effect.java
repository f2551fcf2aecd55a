package dev.runmark.embedded.faults;

/** What befalls a connection at a statement. */
public enum Effect {
  /** The statement does not reach the server; the connection is cut. */
  CUT_BEFORE,
  /** The server carries the statement out; its reply is swallowed and the connection cut. */
  CUT_AT,
  /** The reply reaches the client, then the connection is cut. */
  CUT_AFTER,
  /** The server carries the statement out; from then on the open connection is silent. */
  BLACKHOLE_AFTER,
  /** The statement is held back, as by a client that was stopped, until the proxy's release. */
  FREEZE_BEFORE,
  /** The statement is a COPY: its first piece of data stops half-way until the proxy's release. */
  FREEZE_IN_COPY
}
