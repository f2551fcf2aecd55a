package dev.runmark.reader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.options.OptionsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  @TempDir private Path directory;

  private int written;

  private static String line(String token) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    return token + " default " + HexFormat.of().formatHex(hash) + " read\n";
  }

  /** As an operator does it: never half a file, and each with a time of its own. */
  private Path write(String... lines) throws Exception {
    Path next = directory.resolve("next");
    Files.writeString(next, String.join("", lines));
    Files.setLastModifiedTime(next, FileTime.fromMillis(1_000_000L + written++));
    return Files.move(
        next,
        directory.resolve("tokens"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aLineThatCannotBeUsedKeepsNoTokenThatWasTakenOut() throws Exception {
    Tokens tokens = new Tokens(write(line("kept"), line("revoked")));
    assertThat(tokens.find("revoked")).isNotNull();

    write(line("kept"), "a slip of the pen\n", line("added"));

    assertThat(tokens.find("revoked")).isNull();
    assertThat(tokens.find("kept")).isNotNull();
    assertThat(tokens.find("added")).isNotNull();
  }

  @Test
  void atTheStartSuchALineIsRefused() throws Exception {
    Path file = write(line("kept"), "a slip of the pen\n");

    assertThatThrownBy(() -> new Tokens(file))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("slip");
  }

  @Test
  void aFileThatIsAwayForAWhileIsReadWhenItIsBack() throws Exception {
    Path file = write(line("old"));
    Tokens tokens = new Tokens(file);
    Files.move(file, directory.resolve("aside"));

    assertThat(tokens.find("old")).isNotNull();
    Files.move(directory.resolve("aside"), file);
    assertThat(tokens.find("old")).isNotNull();
    write(line("new"));

    assertThat(tokens.find("old")).isNull();
    assertThat(tokens.find("new")).isNotNull();
  }

  /** Once all who were asking are done, the last file counts, whoever read which one when. */
  @Test
  void manyWhoReadAtTheSameTimeEndWithTheLastFile() throws Exception {
    Tokens tokens = new Tokens(write(line("0")));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 1; round <= 300; round++) {
        List<Future<Caller>> asking = new ArrayList<>();
        write(line(round + "a"));
        for (int i = 0; i < 4; i++) {
          asking.add(threads.submit(() -> tokens.find("anyone")));
        }
        write(line(Integer.toString(round)));
        for (Future<Caller> each : asking) {
          each.get();
        }
        assertThat(tokens.find(Integer.toString(round))).as("round %d", round).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
