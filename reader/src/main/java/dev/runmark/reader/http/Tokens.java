package dev.runmark.reader.http;

import dev.runmark.options.OptionsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bearer tokens of a file, read again when the file has changed; a file that became unreadable
 * leaves those that were known. Only hashes are ever held. Thread-safe.
 *
 * <p>A line is {@code name tenant sha256 scopes [expiry]}: the hash in hexadecimal, scopes of
 * {@code read}, {@code write} and {@code operate} with commas between, the expiry as in {@code
 * 2027-01-01T00:00:00Z}. Empty lines and those that begin with {@code #} say nothing.
 */
final class Tokens {

  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final int HASH = 32;

  private record Token(Caller caller, byte[] hash, @Nullable Instant expiry) {}

  private record Stamp(FileTime modified, long size) {}

  private final Path file;
  private volatile List<Token> tokens;
  private volatile Stamp stamp;

  /**
   * @throws OptionsException when the file cannot be used
   */
  Tokens(Path file) {
    this.file = file;
    try {
      stamp = stamp();
      tokens = read(file);
    } catch (IOException e) {
      throw new OptionsException("api.tokens: read " + file + ": " + e, e);
    }
  }

  /** Whose token it is; null when it is nobody's, or has expired. All are compared, each whole. */
  @Nullable Caller find(String token) {
    refresh();
    byte[] hash = hash(token);
    Token found = null;
    for (Token known : tokens) {
      if (MessageDigest.isEqual(known.hash(), hash)) {
        found = known;
      }
    }
    if (found == null) {
      return null;
    }
    Instant expiry = found.expiry();
    return expiry == null || Instant.now().isBefore(expiry) ? found.caller() : null;
  }

  private void refresh() {
    try {
      Stamp now = stamp();
      if (!now.equals(stamp)) {
        stamp = now;
        tokens = read(file);
        LOG.info("read {} tokens again from {}", tokens.size(), file);
      }
    } catch (IOException | OptionsException e) {
      LOG.warn("the tokens of {} stay as they were: {}", file, String.valueOf(e.getMessage()));
    }
  }

  private Stamp stamp() throws IOException {
    return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
  }

  private static List<Token> read(Path file) throws IOException {
    List<Token> read = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          read.add(token(line.strip().split("\\s+")));
        } catch (IllegalArgumentException | DateTimeException e) {
          // The line is not quoted: somebody may have written the token itself.
          throw new OptionsException(
              file + " line " + number + ": wanted name tenant sha256 scopes [expiry]");
        }
      }
    }
    return List.copyOf(read);
  }

  private static Token token(String[] words) {
    if (words.length < 4 || words.length > 5) {
      throw new IllegalArgumentException("words");
    }
    byte[] hash = HexFormat.of().parseHex(words[2].toLowerCase(Locale.ROOT));
    if (hash.length != HASH) {
      throw new IllegalArgumentException("hash");
    }
    Set<Scope> scopes = new HashSet<>();
    for (String scope : words[3].split(",", -1)) {
      scopes.add(Scope.valueOf(scope.toUpperCase(Locale.ROOT)));
    }
    Instant expiry = words.length == 5 ? Instant.parse(words[4]) : null;
    return new Token(new Caller(words[0], words[1], scopes), hash, expiry);
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
