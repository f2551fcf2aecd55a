package dev.runmark.reader.http;

/** What a token is good for. */
enum Scope {
  READ,
  WRITE,
  /** What is of all tenants: the parts. */
  OPERATE,
  /** Needs no token. */
  NONE
}
