package dev.runmark.job;

import dev.runmark.job.decode.DecodeFunction;
import dev.runmark.job.record.RawRecord;
import dev.runmark.job.record.RejectedRecord;
import dev.runmark.job.window.WindowRules;
import dev.runmark.sink.Trace;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.jspecify.annotations.Nullable;

/**
 * What the graph is made of.
 *
 * @param from what the source reads, for its name in the UI
 * @param window null: none
 */
record Stages(
    String from,
    Source<RawRecord, ?, ?> source,
    DecodeFunction decode,
    @Nullable WindowRules window,
    Sink<Trace> parts,
    Sink<RejectedRecord> deadLetters,
    Sink<RejectedRecord> rejectedRows) {}
