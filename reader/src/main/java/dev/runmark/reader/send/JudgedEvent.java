package dev.runmark.reader.send;

import java.util.UUID;

/** A run event that the job will store, as the value of a record of its own. */
record JudgedEvent(UUID run, UUID trace, byte[] value) {}
