package dev.runmark.job;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.decode.DecodeFunction;
import dev.runmark.job.kafka.DecodeRules;
import dev.runmark.job.kafka.GuardedKafkaSource;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.rejected.DeadLetterSink;
import dev.runmark.job.window.LinesOperator;
import dev.runmark.job.window.TraceWindowOperator;
import dev.runmark.job.window.WindowRules;
import dev.runmark.options.OptionsException;
import dev.runmark.sink.NdjsonSink;
import dev.runmark.sink.SinkElement;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The Flink job: runs from Kafka to parts and offset rows.
 *
 * <pre>
 *   runs: read &lt;topics&gt;      GuardedKafkaSource
 *          │ RawRecord
 *   runs: decode             DecodeFunction ─┬─RejectedRecord──► runs: dead letters  DeadLetterSink
 *          │ RunEvent                        └─────────────────► runs: rejected rows  RejectedRowSink
 *   runs: trace window       TraceWindowOperator, keyed by tenant and trace
 *          │ Trace, and before each barrier a FrontierMark
 *   runs: write parts        NdjsonSink: writer, then committer
 * </pre>
 *
 * With {@code window: none} the third stage is {@code runs: lines}, each event a line, and all of
 * it is chained: nothing is shuffled. The uids name state in savepoints and never change.
 */
public final class RunmarkJob {

  private RunmarkJob() {}

  /**
   * For {@code flink run}: what is wrong is thrown, with the same message that the launcher prints.
   */
  public static void main(String[] args) throws Exception {
    RunmarkOptions options = options(args);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, options);
    env.execute(name(options));
  }

  /** What Flink's UI calls the job. */
  public static String name(RunmarkOptions options) {
    String topics = String.join(", ", options.kafka().topics());
    return (options.kafka().bounded() ? "runmark replay: " : "runmark: ") + topics;
  }

  private static RunmarkOptions options(String[] args) {
    boolean config = args.length >= 2 && args[0].equals("--config");
    if (config && args.length == 2) {
      return RunmarkOptions.read(Path.of(args[1]));
    }
    if (config
        && args.length == 8
        && args[2].equals(ReplayJob.FROM)
        && args[4].equals(ReplayJob.TO)
        && args[6].equals(ReplayJob.TOPIC_ID)) {
      return ReplayJob.options(RunmarkOptions.read(Path.of(args[1])), args[3], args[5], args[7]);
    }
    throw new OptionsException(
        "arguments "
            + List.of(args)
            + ": wanted --config FILE, and nothing else but, of a replay, --replay-from OFFSETS"
            + " --replay-to OFFSETS --replay-topic-id ID");
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
            Connectors.sourceIndex(options.postgres()),
            new DecodeRules(options.decode(), options.tenants()),
            RecordTypes.RAW_RECORD),
        new DecodeFunction(
            Connectors.limits(options.decode()), Connectors.tenants(options.tenants())),
        Connectors.window(options),
        submission(options.kafka()),
        new NdjsonSink(
            Connectors.objects(options.s3()),
            Connectors.index(options.postgres()),
            options.s3().prefix(),
            Connectors.parts(options.parts())),
        new DeadLetterSink(options.kafka().clients(), options.deadLetters()),
        Connectors.rejectedRows(options.postgres()));
  }

  /** A replay tells nobody how far it is: what it reads is a part of what there is. */
  private static @Nullable UUID submission(KafkaOptions kafka) {
    return kafka.bounded() ? null : UUID.randomUUID();
  }

  static void define(StreamExecutionEnvironment env, Stages stages) {
    env.configure(settings(env.getConfiguration()));
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
    traces(events, stages.window(), stages.submission())
        .sinkTo(stages.parts())
        .name("runs: write parts")
        .uid("runs-write-parts");
  }

  /**
   * What the job asks of Flink by itself. Open windows are documents: of small ones a compressed
   * checkpoint stores a fifth, for less than the store would take for the rest. Who has set that in
   * Flink's configuration, either way, has decided.
   */
  private static Configuration settings(ReadableConfig flink) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(
        ExecutionOptions.SNAPSHOT_COMPRESSION,
        flink.getOptional(ExecutionOptions.SNAPSHOT_COMPRESSION).orElse(true));
    return settings;
  }

  private static SingleOutputStreamOperator<SinkElement> traces(
      SingleOutputStreamOperator<RunEvent> events,
      @Nullable WindowRules window,
      @Nullable UUID submission) {
    if (window == null) {
      return events
          .transform("runs: lines", RecordTypes.SINK_ELEMENT, new LinesOperator(submission))
          .uid("runs-lines");
    }
    return events
        .keyBy(TraceKey::of, RecordTypes.TRACE_KEY)
        .transform(
            "runs: trace window",
            RecordTypes.SINK_ELEMENT,
            new TraceWindowOperator(window, submission))
        .uid("runs-trace-window");
  }
}
