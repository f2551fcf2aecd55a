package dev.runmark.job;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.job.decode.DecodeFunction;
import dev.runmark.job.window.WindowRules;
import dev.runmark.sink.SinkElement;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.jspecify.annotations.Nullable;

/**
 * What the graph is made of.
 *
 * @param from what the source reads, for its name in the UI
 * @param window null: none
 * @param submission minted once for each definition of a job; null for one that is to have no
 *     effect on where reading may begin, as a replay beside the live job
 */
record Stages(
    String from,
    Source<RawRecord, ?, ?> source,
    DecodeFunction decode,
    @Nullable WindowRules window,
    @Nullable UUID submission,
    Sink<SinkElement> parts,
    Sink<RejectedRecord> deadLetters,
    Sink<RejectedRecord> rejectedRows) {}
