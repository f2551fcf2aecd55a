package dev.runmark.reader.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A compressed body is all of its members, however they arrive, or it is refused. */
class ContentCodingTest {

  private static final List<String> TEXTS =
      List.of("{\"name\":\"erster\"}\n", "", "{\"name\":\"zwölfter\"}\n".repeat(3_000));

  /** As a socket gives it: piece by piece, and nothing is there before it is asked for. */
  private static final class Pieces extends InputStream {
    private final byte[] bytes;
    private final int size;
    private int position;

    private Pieces(byte[] bytes, int size) {
      this.bytes = bytes;
      this.size = size;
    }

    @Override
    public int read() {
      return position == bytes.length ? -1 : bytes[position++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (position == bytes.length) {
        return -1;
      }
      int inPiece = size - position % size;
      int count = Math.min(Math.min(inPiece, length), bytes.length - position);
      System.arraycopy(bytes, position, into, offset, count);
      position += count;
      return count;
    }
  }

  private static byte[] compressed(ContentCoding coding, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (coding == ContentCoding.ZSTD) {
      return Zstd.compress(bytes);
    }
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(bytes);
    }
    return gzip.toByteArray();
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    Arrays.stream(pieces).forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static String decoded(ContentCoding coding, byte[] body, int piece) throws IOException {
    return new String(
        coding.decoded(new Pieces(body, piece)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void everyMemberIsReadWhereverThePiecesOfTheBodyEnd(ContentCoding coding) throws Exception {
    byte[] first = compressed(coding, TEXTS.get(0));
    byte[] body = joined(first, compressed(coding, TEXTS.get(1)), compressed(coding, TEXTS.get(2)));

    for (int piece : new int[] {1, 7, first.length, first.length + 3, body.length}) {
      assertThat(decoded(coding, body, piece).equals(String.join("", TEXTS)))
          .as("pieces of %d", piece)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void aMemberThatIsCutAnywhereIsRefused(ContentCoding coding) throws Exception {
    byte[] first = compressed(coding, TEXTS.get(0));
    byte[] body = joined(first, compressed(coding, TEXTS.get(0)));

    for (int length : IntStream.range(1, body.length).filter(n -> n != first.length).toArray()) {
      for (int piece : new int[] {1, first.length, body.length}) {
        assertThatThrownBy(() -> decoded(coding, Arrays.copyOf(body, length), piece))
            .as("%d bytes of it in pieces of %d", length, piece)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void whatIsNoMemberBehindAMemberIsRefused(ContentCoding coding) throws Exception {
    byte[] first = compressed(coding, TEXTS.get(2));
    Stream<byte[]> others =
        Stream.of(new byte[1], new byte[40], "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));

    others.forEach(
        garbage -> {
          for (int piece : new int[] {1, first.length, first.length + garbage.length}) {
            assertThatThrownBy(() -> decoded(coding, joined(first, garbage), piece))
                .as("%d bytes behind it in pieces of %d", garbage.length, piece)
                .isInstanceOf(IOException.class);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1024})
  void aHeaderWithAllItsFieldsIsPassedOver(int piece) throws Exception {
    byte[] plain = compressed(ContentCoding.GZIP, TEXTS.get(2));
    byte[] header = {
      31, (byte) 139, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0
    };
    CRC32 checksum = new CRC32();
    checksum.update(header);
    byte[] ofHeader = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

    assertThat(decoded(ContentCoding.GZIP, joined(header, ofHeader, rest), piece))
        .isEqualTo(TEXTS.get(2));
    ofHeader[0]++;
    assertThatThrownBy(() -> decoded(ContentCoding.GZIP, joined(header, ofHeader, rest), piece))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFlippedBitIsFound() throws Exception {
    byte[] body = compressed(ContentCoding.GZIP, TEXTS.get(0));

    for (int trailer = body.length - 8; trailer < body.length; trailer++) {
      byte[] flipped = body.clone();
      flipped[trailer] ^= 1;
      assertThatThrownBy(() -> decoded(ContentCoding.GZIP, flipped, 16))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void anEmptyBodyIsNoMember() {
    assertThatThrownBy(
            () -> ContentCoding.GZIP.decoded(new ByteArrayInputStream(new byte[0])).read())
        .isInstanceOf(IOException.class);
  }
}
