package dev.runmark.reader.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Owned by one thread.
 *
 * @param path what stands in the places of the route's path
 */
record Exchange(
    Request request,
    Response response,
    Caller caller,
    Map<String, String> path,
    Parameters parameters) {

  static final String JSON = "application/json";
  static final String NDJSON = "application/x-ndjson";
  private static final int BUFFER = 64 << 10;

  String tenant() {
    return caller.tenant();
  }

  String place(String name) {
    return String.valueOf(path.get(name));
  }

  @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  InputStream body() {
    return new RequestBody(Content.Source.asInputStream(request));
  }

  void head(String name, String value) {
    response.getHeaders().put(name, value);
  }

  /** An answer without a body. */
  void empty(int status) {
    response.setStatus(status);
  }

  void answer(int status, String type, byte[] body) throws IOException {
    response.setStatus(status);
    head(HttpHeader.CONTENT_TYPE.asString(), type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    ResponseBody.whole(response, body);
  }

  void json(int status, Json.Fields fields) throws IOException {
    answer(status, JSON, Json.object(fields));
  }

  /**
   * To be closed at the end, and only then: an answer that breaks off must not look whole. In
   * HTTP/1.0, whose answers end with the connection, it always would.
   */
  OutputStream stream(String type) throws Problem {
    if (request.getConnectionMetaData().getHttpVersion().getVersion()
        < HttpVersion.HTTP_1_1.getVersion()) {
      throw new Problem(505, "http_version", "this is streamed, which wants HTTP/1.1");
    }
    response.setStatus(200);
    head(HttpHeader.CONTENT_TYPE.asString(), type);
    return new BufferedOutputStream(
        new ResponseBody(Content.Sink.asOutputStream(response)), BUFFER);
  }
}
