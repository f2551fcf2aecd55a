package dev.runmark.bench.windows;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Turns the first numbers that a subtask is given into creates of runs, each of a trace of its own
 * that never ends, and then rests: the traces stay open.
 */
final class OpenTraces extends RichFlatMapFunction<Long, RunEvent>
    implements ResultTypeQueryable<RunEvent> {

  private static final long serialVersionUID = 1L;
  private static final long REST_MILLIS = 20;
  private static final UUID TOPIC = new UUID(1, 1);

  private final int wanted;
  private final int size;
  private final Random random = new Random(1);
  private int made;

  /**
   * @param wanted by each subtask
   * @param size of a run's document, bytes
   */
  OpenTraces(int wanted, int size) {
    this.wanted = wanted;
    this.size = size;
  }

  @Override
  public void flatMap(Long number, Collector<RunEvent> out) throws InterruptedException {
    if (made == wanted) {
      Thread.sleep(REST_MILLIS);
      return;
    }
    out.collect(event(UUID.randomUUID(), made++));
  }

  private RunEvent event(UUID run, int offset) {
    byte[] document = new byte[size];
    // A state backend must not compress it away.
    for (int i = 0; i < size; i++) {
      document[i] = (byte) ('a' + random.nextInt(26));
    }
    byte[] begin = ("{\"id\":\"" + run + "\",\"inputs\":\"").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(begin, 0, document, 0, begin.length);
    document[size - 2] = '"';
    document[size - 1] = '}';
    int partition = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    return new RunEvent(
        Operation.CREATE,
        new RunLine(
            new RunKey("default", run),
            run,
            new SourcePartition(TOPIC, "runs", partition),
            EventSpan.ofCreate(EventSpan.position(offset, 0)),
            Listing.NONE,
            document,
            0,
            size));
  }

  @Override
  public TypeInformation<RunEvent> getProducedType() {
    return RecordTypes.RUN_EVENT;
  }
}
