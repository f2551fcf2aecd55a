package dev.runmark.reader.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @TempDir private Path directory;

  @Test
  void whatIsOnDiskComesBackAndLeavesNoNameBehindEvenWhileItIsThere() throws Exception {
    SpoolSpace space = new SpoolSpace(directory, 4, 1_000_000);
    byte[] bytes = new byte[300_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 >> 3);
    }
    Spool spool = new Spool(space);
    spool.write(bytes, 0, 3);
    spool.write(bytes, 3, bytes.length - 3);

    assertThat(space.used()).hasValue(bytes.length);
    // A process that is killed now leaves nothing.
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
    try (InputStream in = spool.read()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    spool.close();
    spool.close();
    assertThat(space.used()).hasValue(0);
  }

  @Test
  void aDiskThatIsNotThereIsToldAsWhatItIs() throws Exception {
    SpoolSpace space = new SpoolSpace(directory.resolve("gone"), 4, 1_000);
    try (Spool spool = new Spool(space)) {
      assertThatThrownBy(() -> spool.write(new byte[100], 0, 100))
          .isInstanceOfSatisfying(
              SendException.class, e -> assertThat(e.kind()).isEqualTo(SendException.Kind.NO_DISK))
          .hasMessageContaining(directory.resolve("gone").toString());
    }
    assertThat(space.used()).hasValue(0);
  }
}
