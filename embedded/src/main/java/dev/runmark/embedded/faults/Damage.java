package dev.runmark.embedded.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What can happen to the bytes of a message on its way. */
final class Damage {

  private Damage() {}

  /** The same message with one bit of its body's middle byte changed. */
  static HttpMessage flipped(HttpMessage message) {
    byte[] body = message.body().clone();
    if (body.length > 0) {
      body[body.length / 2] ^= 1;
    }
    return message.withBody(body);
  }

  /** As from a server that knows no ranges: 200, and the range's bytes at their place in more. */
  static HttpMessage rangeIgnored(HttpMessage answer) {
    int start = (int) rangeStart(answer.header("content-range"));
    byte[] whole = new byte[start + answer.body().length + 1];
    Arrays.fill(whole, (byte) 'x');
    System.arraycopy(answer.body(), 0, whole, start, answer.body().length);
    return answer
        .withStart("HTTP/1.1 200 OK")
        .without("content-range")
        .withBody(whole)
        .withLength(whole.length);
  }

  /** As from a server that answers another range than it was asked for. */
  static HttpMessage rangeShifted(HttpMessage answer) {
    String range = answer.header("content-range");
    if (range == null) {
      return answer;
    }
    long start = rangeStart(range);
    String rest = range.substring(range.indexOf('-'));
    return answer.with("content-range", "bytes " + (start + 1) + rest);
  }

  /** An answer about several keys that names the first deleted one among the failed. */
  static HttpMessage firstKeyFailed(HttpMessage answer, String code) {
    return deleted(answer, "<Error>$1<Code>" + code + "</Code><Message>injected</Message></Error>");
  }

  /** An answer about several keys that says nothing of the first deleted one. */
  static HttpMessage firstKeyLeftOut(HttpMessage answer) {
    return deleted(answer, "");
  }

  private static HttpMessage deleted(HttpMessage answer, String instead) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    byte[] changed =
        body.replaceFirst("(?s)<Deleted>(.*?)</Deleted>", instead).getBytes(StandardCharsets.UTF_8);
    return answer.withBody(changed).withLength(changed.length);
  }

  private static long rangeStart(@Nullable String range) {
    return range == null
        ? 0
        : Long.parseLong(range.substring("bytes ".length(), range.indexOf('-')));
  }
}
