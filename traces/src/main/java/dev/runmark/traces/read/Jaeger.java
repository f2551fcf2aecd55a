package dev.runmark.traces.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.traces.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks Jaeger's HTTP API for traces. */
public final class Jaeger {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String address;

  /**
   * Asks nothing yet.
   *
   * @param address of its UI, as in {@code http://localhost:16686}
   * @throws IllegalArgumentException if it is none
   */
  public Jaeger(String address) {
    URI uri = URI.create(address);
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "'" + address + "' is no address of Jaeger; wanted one as http://localhost:16686");
    }
    this.address = address.replaceFirst("/+$", "");
  }

  /** The services that it knows traces of, its own left out. */
  public List<String> services() throws IOException {
    List<String> services = new ArrayList<>();
    for (JsonNode service : new ObjectMapper().readTree(body("/api/services")).path("data")) {
      if (!service.asText().startsWith("jaeger")) {
        services.add(service.asText());
      }
    }
    return services;
  }

  /** The spans of the latest traces of a service, those of other services in them too. */
  public List<Span> spans(String service, int limit) throws IOException {
    String query =
        "/api/traces?service=%s&limit=%d"
            .formatted(URLEncoder.encode(service, StandardCharsets.UTF_8), limit);
    return TraceFile.read(new ByteArrayInputStream(body(query)), address + query);
  }

  private byte[] body(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).build();
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ask Jaeger for " + request.uri() + ": interrupted");
    } catch (IOException e) {
      throw new JaegerAwayException("ask Jaeger for %s: %s".formatted(request.uri(), e), e);
    }
    if (response.statusCode() != 200) {
      throw new NoTracesException(
          "ask Jaeger for %s: it answered %d".formatted(request.uri(), response.statusCode()));
    }
    return response.body();
  }
}
