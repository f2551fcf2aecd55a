package dev.runmark.quickstart.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Z: searches files for words that must not be there. What it finds is told by number, never
 * quoted.
 */
final class Canaries {

  private static final int PIECE = 1 << 20;

  private final List<byte[]> words = new ArrayList<>();
  private final int longest;
  private final Findings findings;

  Canaries(List<String> canaries, Findings findings) {
    canaries.forEach(word -> words.add(word.getBytes(StandardCharsets.UTF_8)));
    this.longest = words.stream().mapToInt(word -> word.length).max().orElse(0);
    this.findings = findings;
  }

  void search(List<Path> places) throws IOException {
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          searchFile(file);
        }
      }
    }
  }

  /** Each word once a file, at its first place. */
  private void searchFile(Path file) throws IOException {
    long[] found = new long[words.size()];
    Arrays.fill(found, -1);
    byte[] buffer = new byte[PIECE + longest];
    try (InputStream in = Files.newInputStream(file)) {
      long offset = 0;
      int kept = 0;
      for (int n = in.read(buffer, 0, PIECE); n >= 0; n = in.read(buffer, kept, PIECE)) {
        int filled = kept + n;
        for (int i = 0; i < found.length; i++) {
          int at = found[i] < 0 ? indexOf(buffer, filled, words.get(i)) : -1;
          if (at >= 0) {
            found[i] = offset + at;
          }
        }
        int keep = Math.min(filled, longest - 1);
        System.arraycopy(buffer, filled - keep, buffer, 0, keep);
        offset += filled - keep;
        kept = keep;
      }
    }
    for (int i = 0; i < found.length; i++) {
      findings.check(
          Invariant.Z,
          found[i] < 0,
          "canary " + (i + 1) + " of " + found.length + ": in " + file + " at byte " + found[i]);
    }
  }

  private static int indexOf(byte[] bytes, int end, byte[] word) {
    for (int i = 0; i + word.length <= end; i++) {
      int matching = 0;
      while (matching < word.length && bytes[i + matching] == word[matching]) {
        matching++;
      }
      if (matching == word.length) {
        return i;
      }
    }
    return -1;
  }
}
