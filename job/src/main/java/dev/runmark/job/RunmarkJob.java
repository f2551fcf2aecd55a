package dev.runmark.job;

import dev.runmark.job.decode.DecodeFunction;
import dev.runmark.job.kafka.GuardedKafkaSource;
import dev.runmark.job.options.OptionsException;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.record.RunEvent;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.rejected.DeadLetterSink;
import dev.runmark.sink.NdjsonSink;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The Flink job: runs from Kafka to parts and offset rows.
 *
 * <pre>
 *   runs: read &lt;topics&gt;      GuardedKafkaSource
 *          │ RawRecord
 *   runs: decode             DecodeFunction ─┬─RejectedRecord──► runs: dead letters  DeadLetterSink
 *          │ RunEvent                        └─────────────────► runs: rejected rows  RejectedRowSink
 *   runs: lines
 *          │ RunLine
 *   runs: write parts        NdjsonSink: writer, then committer
 * </pre>
 *
 * All of it is chained: without a window nothing is shuffled. The uids name state in savepoints and
 * never change.
 */
public final class RunmarkJob {

  private RunmarkJob() {}

  /**
   * For {@code flink run}: what is wrong is thrown, with the same message that the launcher prints.
   */
  public static void main(String[] args) throws Exception {
    RunmarkOptions options = RunmarkOptions.read(config(args));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, options);
    env.execute("runmark: " + String.join(", ", options.kafka().topics()));
  }

  private static Path config(String[] args) {
    if (args.length != 2 || !args[0].equals("--config")) {
      throw new OptionsException(
          "arguments " + List.of(args) + ": wanted --config FILE, and nothing else");
    }
    return Path.of(args[1]);
  }

  /**
   * Defines the job with the real connectors.
   *
   * @throws OptionsException when Flink is set up so that runs would be lost or doubled
   */
  public static void define(StreamExecutionEnvironment env, RunmarkOptions options) {
    StartConditions.check(env.getConfiguration());
    define(env, stages(options));
  }

  private static Stages stages(RunmarkOptions options) {
    return new Stages(
        String.join(", ", options.kafka().topics()),
        new GuardedKafkaSource(
            options.kafka(),
            options.deadLetters().topic(),
            Connectors.knownSources(options.postgres()),
            RecordTypes.RAW_RECORD),
        new DecodeFunction(
            Connectors.limits(options.decode()), Connectors.tenants(options.tenants())),
        new NdjsonSink(
            Connectors.objects(options.s3()),
            Connectors.index(options.postgres()),
            options.s3().prefix(),
            Connectors.parts(options.parts())),
        new DeadLetterSink(options.kafka().clients(), options.deadLetters()),
        Connectors.rejectedRows(options.postgres()));
  }

  static void define(StreamExecutionEnvironment env, Stages stages) {
    Configuration strict = new Configuration();
    strict.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    strict.set(PipelineOptions.GENERIC_TYPES, false);
    env.configure(strict);

    SingleOutputStreamOperator<RunEvent> events =
        env.fromSource(
                stages.source(),
                WatermarkStrategy.noWatermarks(),
                "runs: read " + stages.from(),
                RecordTypes.RAW_RECORD)
            .uid("runs-read")
            .process(stages.decode(), RecordTypes.RUN_EVENT)
            .name("runs: decode")
            .uid("runs-decode");
    events
        .getSideOutput(DecodeFunction.REJECTED)
        .sinkTo(stages.deadLetters())
        .name("runs: dead letters")
        .uid("runs-dead-letters");
    events
        .getSideOutput(DecodeFunction.REJECTED)
        .sinkTo(stages.rejectedRows())
        .name("runs: rejected rows")
        .uid("runs-rejected-rows");
    events
        .map(RunEvent::line)
        .returns(RecordTypes.RUN_LINE)
        .name("runs: lines")
        .uid("runs-lines")
        .sinkTo(stages.parts())
        .name("runs: write parts")
        .uid("runs-write-parts");
  }
}
