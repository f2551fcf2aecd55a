package dev.runmark.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectReads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedReadsTest {

  private static final ByteRange RANGE = new ByteRange(0, 1_000);

  /** Gives bytes that tell object and range, and knows what it was asked for. */
  private static final class Asked implements ObjectReads {
    final List<String> keys = new ArrayList<>();
    boolean failing;

    @Override
    public String bucket() {
      return "bucket";
    }

    @Override
    public byte[] read(String key, ByteRange range) throws IOException {
      keys.add(key);
      if (failing) {
        throw new IOException("away");
      }
      byte[] bytes = new byte[(int) range.length()];
      bytes[0] = (byte) key.charAt(0);
      bytes[1] = (byte) range.start();
      return bytes;
    }
  }

  private final Asked store = new Asked();

  @Test
  void aRangeThatIsKeptIsNotAskedForAgain() throws Exception {
    CachedReads cached = new CachedReads(store, 10_000);

    assertThat(cached.read("a", RANGE)).isEqualTo(cached.read("a", RANGE));
    assertThat(store.keys).containsExactly("a");
  }

  /** Many parts have a frame from 0 to the same end. */
  @Test
  void theSameRangeOfAnotherObjectIsAnother() throws Exception {
    CachedReads cached = new CachedReads(store, 10_000);

    assertThat(cached.read("a", RANGE)[0]).isEqualTo((byte) 'a');
    assertThat(cached.read("b", RANGE)[0]).isEqualTo((byte) 'b');
    assertThat(cached.read("a", new ByteRange(7, 1_007))[1]).isEqualTo((byte) 7);
    assertThat(cached.read("a", RANGE)[1]).isZero();
  }

  @Test
  void noMoreBytesAreKeptThanThereMayBe() throws Exception {
    CachedReads cached = new CachedReads(store, 10_000);
    List<ByteRange> ranges = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ranges.add(ByteRange.ofLength(1_000L * i, 1_000));
    }
    for (ByteRange range : ranges) {
      cached.read("a", range);
    }

    assertThat(ranges.stream().filter(range -> cached.kept("a", range) != null))
        .hasSizeBetween(1, 10);
  }

  @Test
  void withoutRoomNothingIsKept() throws Exception {
    CachedReads cached = new CachedReads(store, 0);
    cached.read("a", RANGE);
    cached.read("a", RANGE);

    assertThat(store.keys).containsExactly("a", "a");
  }

  @Test
  void aFailureIsNotKept() throws Exception {
    CachedReads cached = new CachedReads(store, 10_000);
    store.failing = true;
    assertThatThrownBy(() -> cached.read("a", RANGE)).hasMessage("away");
    store.failing = false;

    assertThat(cached.read("a", RANGE)[0]).isEqualTo((byte) 'a');
  }
}
