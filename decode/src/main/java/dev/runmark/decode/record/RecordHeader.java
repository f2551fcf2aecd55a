package dev.runmark.decode.record;

import org.jspecify.annotations.Nullable;

/** A Kafka record header; the same name may stand several times. */
public record RecordHeader(String name, byte @Nullable [] value) {}
