package dev.runmark.quickstart.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDirectoryTest {

  @TempDir Path root;

  @Test
  void aLoadThatEndedLeavesNoMark() throws IOException {
    LocalDirectory directory = new LocalDirectory(root);
    assertThat(directory.cutOff()).isFalse();
    LocalDirectory.Sending load = directory.beginSending();
    assertThat(directory.cutOff()).isTrue();
    load.end();
    assertThat(directory.cutOff()).isFalse();
  }

  @Test
  void whatAKilledLoadLeftOutlivesAllLaterLoads() throws IOException {
    LocalDirectory directory = new LocalDirectory(root);
    directory.beginSending();
    directory.beginSending().end();
    directory.beginSending().end();
    assertThat(new LocalDirectory(root).cutOff()).isTrue();
  }

  @Test
  void whereNothingEverStartedNothingWasKilled() throws IOException {
    assertThat(new LocalDirectory(root.resolve("new")).cutOff()).isFalse();
  }
}
