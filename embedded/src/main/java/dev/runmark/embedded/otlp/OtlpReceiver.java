package dev.runmark.embedded.otlp;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Receives traces by OTLP, over HTTP and over gRPC, on free ports of the loopback interface, and
 * keeps all in memory.
 *
 * <p>Threads: any may ask for what was received. Recovery: none, {@link #close} forgets it.
 */
public final class OtlpReceiver implements AutoCloseable {

  private final List<TracesData> received = new ArrayList<>();
  private final OtlpHttp http;
  private final Server grpc;

  private OtlpReceiver() throws IOException {
    http = new OtlpHttp(this::receive);
    try {
      grpc =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(new TraceService())
              .build()
              .start();
    } catch (IOException | RuntimeException e) {
      http.close();
      throw e;
    }
  }

  /** Starts both servers, which serve when this returns. */
  public static OtlpReceiver start() throws IOException {
    return new OtlpReceiver();
  }

  /** Where traces go by HTTP, the path included: {@code http://127.0.0.1:PORT/v1/traces}. */
  public String httpEndpoint() {
    return "http://127.0.0.1:" + http.port() + "/v1/traces";
  }

  /** Where traces go by gRPC, without TLS: {@code http://127.0.0.1:PORT}. */
  public String grpcEndpoint() {
    return "http://127.0.0.1:" + grpc.getPort();
  }

  /** All that was received, in the order in which it came. */
  public synchronized List<ResourceSpans> resourceSpans() {
    return received.stream().flatMap(data -> data.getResourceSpansList().stream()).toList();
  }

  /** The spans of {@link #resourceSpans}. */
  public List<ReceivedSpan> spans() {
    List<ReceivedSpan> spans = new ArrayList<>();
    for (ResourceSpans from : resourceSpans()) {
      from.getScopeSpansList().stream()
          .flatMap(scope -> scope.getSpansList().stream())
          .forEach(span -> spans.add(ReceivedSpan.of(from.getResource(), span)));
    }
    return spans;
  }

  /**
   * Waits until what was received satisfies a condition.
   *
   * @return the spans at that moment
   * @throws IllegalStateException if they do not in time, with the names of those that came
   */
  public List<ReceivedSpan> await(Predicate<List<ReceivedSpan>> enough, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      List<ReceivedSpan> spans = spans();
      if (enough.test(spans)) {
        return spans;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "waiting for spans: not the wanted ones after %s, but %s"
                .formatted(atMost, spans.stream().map(ReceivedSpan::name).distinct().toList()));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * Writes all that was received as OpenTelemetry's file exporter does: OTLP's JSON, what came
   * together on one line.
   */
  public synchronized void writeTo(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (TracesData data : received) {
        out.write(OtlpJson.line(data));
        out.write('\n');
      }
    }
  }

  /** Forgets what was received so far. */
  public synchronized void clear() {
    received.clear();
  }

  @Override
  public void close() {
    http.close();
    grpc.shutdownNow();
  }

  private synchronized void receive(ExportTraceServiceRequest request) {
    received.add(
        TracesData.newBuilder().addAllResourceSpans(request.getResourceSpansList()).build());
  }

  private final class TraceService extends TraceServiceGrpc.TraceServiceImplBase {

    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
      receive(request);
      answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
