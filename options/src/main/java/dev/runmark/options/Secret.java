package dev.runmark.options;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is, never the secret itself: it travels in the job graph and is resolved by the
 * process that uses it.
 *
 * @param reference {@code env:NAME} or {@code file:PATH}
 */
public record Secret(String reference) implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Pattern REFERENCE = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:/.+");
  private static final long LONGEST_FILE = 64 * 1024;

  public Secret {
    if (!isReference(reference)) {
      // The text may be the secret itself: it must not reach the message.
      throw new IllegalArgumentException(
          "wanted a reference, env:NAME or file:/PATH, not the secret itself");
    }
  }

  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /**
   * Reads the secret here and now.
   *
   * @throws OptionsException naming the variable or file, never its content
   */
  public String resolve() {
    return resolve(System::getenv);
  }

  /** The same with these environment variables. */
  public String resolve(UnaryOperator<@Nullable String> environment) {
    String name = reference.substring(reference.indexOf(':') + 1);
    return reference.startsWith("env:") ? fromVariable(environment, name) : fromFile(Path.of(name));
  }

  private String fromVariable(UnaryOperator<@Nullable String> environment, String name) {
    String value = environment.apply(name);
    if (value == null || value.isEmpty()) {
      throw unusable(value == null ? "the variable is not set" : "the variable is empty", null);
    }
    return value;
  }

  private String fromFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw unusable(Files.exists(file) ? "this is no regular file" : "there is no file", null);
    }
    try {
      refuseOpenFile(file);
      if (Files.size(file) > LONGEST_FILE) {
        throw unusable(Files.size(file) + " bytes, at most " + LONGEST_FILE + " make sense", null);
      }
      String value = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
      if (value.isEmpty()) {
        throw unusable("the file is empty", null);
      }
      return value;
    } catch (IOException e) {
      // The exception's own text names at most the path and the reason.
      throw unusable(e.getClass().getSimpleName(), e);
    }
  }

  private void refuseOpenFile(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      throw unusable("everyone may read the file; take the right away (chmod o-r)", null);
    }
  }

  private OptionsException unusable(String why, @Nullable Throwable cause) {
    return new OptionsException("resolve secret " + reference + ": " + why, cause);
  }

  @Override
  public String toString() {
    return "Secret[" + reference + "]";
  }
}
