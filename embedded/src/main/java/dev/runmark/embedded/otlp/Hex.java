package dev.runmark.embedded.otlp;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** Ids as OpenTelemetry writes them in JSON: lower-case hex digits. */
final class Hex {

  private Hex() {}

  static String of(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
