package dev.runmark.reader.send;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.options.ApiOptions;
import dev.runmark.options.RecordOptions;
import dev.runmark.options.ServerOptions;
import dev.runmark.storage.index.AwaitedEvent;
import dev.runmark.storage.tracing.Spans;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write door: takes a body of runs, all or none. Thread-safe; one for a process.
 *
 * <pre>
 * body → spool (bounded, decompressed) → elements → judge → outbox → one Kafka transaction
 * </pre>
 *
 * A slow client holds none of what is few: producers, and the memory of an element that is judged,
 * are taken when its body is there.
 */
public final class SendRuns implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SendRuns.class);

  /** What a record has beside its value: key, headers, its own numbers; generous. */
  private static final int OVERHEAD = 1024;

  /** What is few: who judges and sends one body at a time. */
  private record Clerk(Judge judge, TransactionalSender sender) {}

  private final ApiOptions options;
  private final DecodeLimits limits;
  private final TenantPolicy tenants;
  private final SpoolSpace space;
  private final Topic topic;
  private final List<TransactionalSender> senders = new ArrayList<>();
  private final BlockingQueue<Clerk> clerks;
  private final AtomicInteger compared = new AtomicInteger(-1);
  private volatile boolean ending;

  private SendRuns(ServerOptions server, Path directory) {
    options = server.api();
    limits = limits(server.records());
    tenants = new TenantPolicy(server.tenants().fallback(), server.tenants().fromHeader());
    space = new SpoolSpace(directory, options.spooling().memory(), options.spooling().disk());
    Properties clients = server.kafka().resolved();
    topic = new Topic(server.topic(), clients, options.sending().delivery());
    clerks = new ArrayBlockingQueue<>(options.sending().producers());
    String process = "runmark-door-" + UUID.randomUUID();
    for (int i = 0; i < options.sending().producers(); i++) {
      Properties own =
          TransactionalSender.properties(
              clients,
              process + "-" + i,
              options.sending().delivery(),
              limits.documentBytes() + OVERHEAD);
      TransactionalSender sender = new TransactionalSender(server.topic(), own);
      senders.add(sender);
      clerks.add(new Clerk(new Judge(limits, tenants), sender));
    }
  }

  /** Opens the door; spools lie in the JVM's directory for temporary files. */
  public static SendRuns open(ServerOptions server) {
    SendRuns door = new SendRuns(server, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    if (!door.tenants.fromHeader()) {
      LOG.info(
          "only tenant {} may write: tenants.from-header is false", door.tenants.defaultTenant());
    }
    return door;
  }

  private static DecodeLimits limits(RecordOptions records) {
    return new DecodeLimits(
        records.record(),
        records.string(),
        records.depth(),
        records.digits(),
        records.keys(),
        records.events());
  }

  /**
   * Compares the limits with what the topic takes, and warns where it takes less, once for each
   * limit that it is found with.
   *
   * @throws SendException when Kafka does not say
   */
  public void check() throws SendException {
    int largest = topic.facts().largest();
    if (compared.getAndSet(largest) != largest && largest - OVERHEAD < limits.documentBytes()) {
      LOG.warn(
          "topic={}: max.message.bytes is {}, so that larger runs are refused although"
              + " decode.record is {}: raise the topic's",
          topic.name(),
          largest,
          limits.documentBytes());
    }
  }

  /**
   * Sends a body of one run, an array of runs, or any value that a record may have.
   *
   * @throws SendException when not one of them was sent, or that is not known
   * @throws IOException when the body cannot be read
   */
  public SentRuns send(InputStream body, ContentCoding coding, Sender sender) throws IOException {
    refuseForeign(sender.tenant());
    try (Spool spool = new Spool(space)) {
      Spans.within("take body", () -> spool(body, coding, spool));
      int largest = largest();
      Clerk clerk = clerk();
      try (Outbox outbox = new Outbox(space)) {
        List<RecordHeader> headers = headers(sender);
        Terms terms = new Terms(headers, largest);
        Spans.within("judge", () -> judge(clerk.judge(), spool, outbox, terms));
        // Sending may take long, and the judged events are all that it needs.
        spool.release();
        UUID topicId = topic.facts().id();
        List<AwaitedEvent> sent =
            Spans.within("Kafka transaction", () -> clerk.sender().send(outbox, headers));
        return new SentRuns(sender.tenant(), outbox.runs(), topicId, sent);
      } finally {
        clerks.add(clerk);
      }
    }
  }

  /** By what the elements of a request are judged beside the limits. */
  private record Terms(List<RecordHeader> headers, int largest) {}

  private void refuseForeign(String tenant) throws SendException {
    if (!tenants.fromHeader() && !tenants.defaultTenant().equals(tenant)) {
      throw new SendException(
          SendException.Kind.FORBIDDEN,
          "send runs: only the default tenant may write while tenants.from-header is false",
          null);
    }
  }

  /** How many bytes it was. */
  private long spool(InputStream body, ContentCoding coding, Spool spool) throws IOException {
    long most = options.spooling().body();
    byte[] buffer = new byte[32 << 10];
    long length = 0;
    try (InputStream decoded = decoded(body, coding)) {
      for (int read = read(decoded, coding, buffer);
          read >= 0;
          read = read(decoded, coding, buffer)) {
        length += read;
        if (length > most) {
          throw new SendException(
              SendException.Kind.TOO_LARGE, "the body has more than " + most + " bytes", null);
        }
        spool.write(buffer, 0, read);
      }
    }
    return length;
  }

  private static InputStream decoded(InputStream body, ContentCoding coding) throws IOException {
    try {
      return coding.decoded(body);
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw unreadable(coding, e);
    }
  }

  /** What the decompressor refuses is the client's fault, what the connection does is not. */
  private static int read(InputStream decoded, ContentCoding coding, byte[] buffer)
      throws IOException {
    try {
      return decoded.read(buffer);
    } catch (java.util.zip.ZipException
        | java.io.EOFException
        | com.github.luben.zstd.ZstdIOException e) {
      throw coding == ContentCoding.IDENTITY ? e : unreadable(coding, e);
    }
  }

  private static SendException unreadable(ContentCoding coding, IOException e) {
    return new SendException(
        SendException.Kind.UNREADABLE, "the body is no " + coding + ": " + e.getMessage(), e);
  }

  private int largest() throws SendException {
    return Math.min(limits.documentBytes(), topic.facts().largest() - OVERHEAD);
  }

  /** How many runs there were. */
  private int judge(Judge judge, Spool spool, Outbox outbox, Terms terms) throws IOException {
    try (InputStream in = spool.read()) {
      Elements elements = new Elements(in, limits.documentBytes());
      for (byte[] element = elements.next(); element != null; element = elements.next()) {
        int index = elements.index();
        for (JudgedEvent event : judge.events(element, index, terms.headers(), terms.largest())) {
          outbox.add(event);
        }
        if (outbox.runs().size() > limits.events()) {
          throw SendException.refused(
              index, "too_many_events", "a request may have " + limits.events());
        }
      }
    }
    if (outbox.runs().isEmpty()) {
      throw new SendException(SendException.Kind.EMPTY, "there is no run in it", null);
    }
    return outbox.runs().size();
  }

  private List<RecordHeader> headers(Sender sender) {
    List<RecordHeader> headers = new ArrayList<>();
    if (tenants.fromHeader()) {
      headers.add(
          new RecordHeader(TenantPolicy.HEADER, sender.tenant().getBytes(StandardCharsets.UTF_8)));
    }
    if (sender.traceparent() != null) {
      headers.add(
          new RecordHeader("traceparent", sender.traceparent().getBytes(StandardCharsets.UTF_8)));
    }
    return headers;
  }

  private Clerk clerk() throws SendException {
    try {
      Clerk free = clerks.poll(options.sending().delivery().toMillis(), TimeUnit.MILLISECONDS);
      if (free != null) {
        return free;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SendException(
        SendException.Kind.BUSY,
        "all " + options.sending().producers() + " producers are in use",
        null);
  }

  /** Whether nobody is to wait any longer for what was sent to be seen. */
  public boolean ending() {
    return ending;
  }

  /** Ends the waiting of those whose runs are sent already. */
  public void end() {
    ending = true;
  }

  /** Waits for those who are sending: each ends its transaction, one way or the other. */
  @Override
  public void close() {
    end();
    long deadline = System.nanoTime() + options.sending().delivery().toNanos();
    try {
      for (int left = senders.size(); left > 0; left--) {
        if (clerks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
          LOG.warn("topic={}: {} transactions are left to their timeout", topic.name(), left);
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    senders.forEach(TransactionalSender::close);
    topic.close();
  }
}
