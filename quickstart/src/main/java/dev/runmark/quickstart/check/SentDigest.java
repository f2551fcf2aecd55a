package dev.runmark.quickstart.check;

/** What a generator's ledger says of a run: how many events were sent, and what they fold to. */
record SentDigest(int events, byte[] sha256) {}
