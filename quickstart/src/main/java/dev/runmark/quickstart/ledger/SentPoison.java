package dev.runmark.quickstart.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** All poison of a ledger directory. */
public final class SentPoison {

  private SentPoison() {}

  /** By the key of its dead letter. */
  public static Map<String, Poison> read(Path directory) throws IOException {
    Map<String, Poison> all = new HashMap<>();
    for (Path file : SentRuns.files(directory, SentLedger.POISON)) {
      String text = Files.readString(file);
      // What follows the last newline was cut off in mid-write.
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(Poison::ofLine)
          .forEach(poison -> all.put(poison.key(), poison));
    }
    return all;
  }
}
