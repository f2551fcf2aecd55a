package dev.runmark.job.testing;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink whose elements the test in the same JVM sees; sinks travel as copies, so by a name. */
public final class Remembered<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private static final Map<UUID, Queue<Object>> ELEMENTS = new ConcurrentHashMap<>();

  private final UUID name = UUID.randomUUID();

  @SuppressWarnings("unchecked")
  public List<T> elements() {
    return List.copyOf((Queue<T>) (Queue<?>) queue());
  }

  private Queue<Object> queue() {
    return ELEMENTS.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>());
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(queue());
  }

  private record Writer<T>(Queue<Object> elements) implements SinkWriter<T> {

    @Override
    public void write(T element, Context context) {
      elements.add(element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
