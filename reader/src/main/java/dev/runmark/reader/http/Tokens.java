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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bearer tokens of a file, read again when the file has changed. Only hashes are ever held.
 * Thread-safe.
 *
 * <p>A line that cannot be used gives nobody anything and is told in the log; all others count, so
 * that a slip of the pen neither shuts everyone out nor keeps a token alive that was taken out. A
 * file that cannot be read leaves those that were known: it may be in the middle of a change.
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

  /**
   * What was read, and of which state of the file.
   *
   * @param stamp null: the file could not be read when it was last looked at
   */
  private record Loaded(@Nullable Stamp stamp, List<Token> tokens) {}

  private final Path file;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile Loaded loaded;

  /**
   * @throws OptionsException when the file cannot be used
   */
  Tokens(Path file) {
    this.file = file;
    try {
      loaded = load(true);
    } catch (IOException e) {
      throw new OptionsException("api.tokens: read " + file + ": " + e, e);
    }
  }

  /** Whose token it is; null when it is nobody's, or has expired. All are compared, each whole. */
  @Nullable Caller find(String token) {
    List<Token> tokens = current();
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

  /** One thread looks at the file at a time: none puts back what another has replaced. */
  private List<Token> current() {
    loading.lock();
    try {
      if (!stamp().equals(loaded.stamp())) {
        loaded = load(false);
        LOG.info("read {} tokens again from {}", loaded.tokens().size(), file);
      }
    } catch (IOException e) {
      if (loaded.stamp() != null) {
        LOG.warn("the tokens of {} stay as they were: {}", file, e.toString());
        loaded = new Loaded(null, loaded.tokens());
      }
    } finally {
      loading.unlock();
    }
    return loaded.tokens();
  }

  /** A file that changes while it is read is read once more. */
  private Loaded load(boolean strict) throws IOException {
    Stamp before = stamp();
    List<Token> tokens = read(strict);
    Stamp after = stamp();
    while (!after.equals(before)) {
      before = after;
      tokens = read(strict);
      after = stamp();
    }
    return new Loaded(after, tokens);
  }

  private Stamp stamp() throws IOException {
    return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
  }

  private List<Token> read(boolean strict) throws IOException {
    List<Token> read = new ArrayList<>();
    int number = 0;
    // A byte that is no UTF-8 spoils its line, not the file.
    for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          read.add(token(line.strip().split("\\s+")));
        } catch (IllegalArgumentException | DateTimeException e) {
          // The line is not quoted: somebody may have written the token itself.
          String what = file + " line " + number + ": wanted name tenant sha256 scopes [expiry]";
          if (strict) {
            throw new OptionsException(what);
          }
          LOG.warn("{}; nobody is admitted by it", what);
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
