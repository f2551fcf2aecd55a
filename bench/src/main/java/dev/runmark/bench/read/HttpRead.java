package dev.runmark.bench.read;

import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * {@code GET /runs/{id}} of a server in another process, by the HTTP client that the floor's GETs
 * go through, kept alive.
 */
final class HttpRead implements PointRead {

  private final SdkHttpClient client =
      Apache5HttpClient.builder().maxConnections(FloorRead.HTTP_CONNECTIONS).build();
  private final SdkHttpRequest api;

  HttpRead(URI api) {
    this.api = SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(api).build();
  }

  @Override
  public byte[] read(UUID run) throws IOException {
    SdkHttpRequest get = api.toBuilder().encodedPath("/runs/" + run).build();
    HttpExecuteResponse answer =
        client.prepareRequest(HttpExecuteRequest.builder().request(get).build()).call();
    try (AbortableInputStream body = answer.responseBody().orElseThrow()) {
      byte[] document = body.readAllBytes();
      if (answer.httpResponse().statusCode() != 200) {
        throw new IOException(
            "GET /runs/" + run + ": status " + answer.httpResponse().statusCode());
      }
      return document;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
