package dev.runmark.job;

import dev.runmark.job.decode.DecodeFunction;
import dev.runmark.job.record.RawRecord;
import dev.runmark.job.record.RejectedRecord;
import dev.runmark.storage.part.RunLine;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * What the graph is made of.
 *
 * @param from what the source reads, for its name in the UI
 */
record Stages(
    String from,
    Source<RawRecord, ?, ?> source,
    DecodeFunction decode,
    Sink<RunLine> parts,
    Sink<RejectedRecord> deadLetters,
    Sink<RejectedRecord> rejectedRows) {}
