package dev.runmark.reader;

import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.part.RunLine;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What networks, proxies and impatient clients make of requests that are good. */
class RoughRequestsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static ApiScene scene;
  private static ApiServer api;

  private Map<TopicPartition, Long> before;

  @BeforeAll
  static void start() throws Exception {
    scene = ApiScene.open();
    api = scene.serve("delivery: 20 s");
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
    scene.close();
  }

  @BeforeEach
  void clear() throws Exception {
    scene.stores.database.clear();
    before = scene.ends();
  }

  private static <T> T inTheBackground(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void eventually(Callable<Boolean> so) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!so.call()) {
      assertThat(System.nanoTime()).as("still not so").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return gzip.toByteArray();
  }

  /** Each a chunk, the next one when the server has had time to take the last for the end. */
  private static String sendChunks(byte[]... chunks) throws Exception {
    try (Socket socket = RawClient.connect(api.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (byte[] chunk : chunks) {
        out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(chunk);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Thread.sleep(300);
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return RawClient.rest(socket.getInputStream());
    }
  }

  @Test
  void everyMemberOfACompressedBodyIsSentWhenEachIsAChunk() throws Exception {
    String answer = sendChunks(gzip(json(1) + "\n"), gzip(json(2) + "\n"), gzip(json(3)));

    assertThat(RawClient.status(answer)).isEqualTo(201);
    assertThat(answer).contains(id(1).toString(), id(2).toString(), id(3).toString());
    assertThat(scene.records(before)).hasSize(3);
  }

  @Test
  void aBodyWhoseSecondMemberIsCutIsRefusedWhole() throws Exception {
    byte[] second = gzip(json(2));

    String cut = sendChunks(gzip(json(1) + "\n"), Arrays.copyOf(second, second.length - 6));
    String header = sendChunks(gzip(json(1) + "\n"), Arrays.copyOf(second, 4));
    String garbage = sendChunks(gzip(json(1) + "\n"), json(2).getBytes(StandardCharsets.UTF_8));

    for (String answer : new String[] {cut, header, garbage}) {
      assertThat(RawClient.status(answer)).as(answer).isEqualTo(400);
      assertThat(answer).contains("invalid_encoding");
    }
    assertThat(scene.records(before)).isEmpty();
  }

  private static RunLine fat(int number, String more) {
    RunLine line = create(number);
    String document = "{\"id\":\"" + id(number) + "\",\"inputs\":\"" + more + "\"}";
    return Lines.line(line.key(), line.trace(), line.span(), line.listing(), document);
  }
}
