package dev.runmark.options;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one option.
 *
 * @param path the full key, dots between its parts
 * @param fallback what holds when nobody says anything, as one would type it; null: none
 * @param kind how many values it takes
 * @param purpose one line for the reference
 */
public record OptionKey(String path, @Nullable String fallback, Kind kind, String purpose) {

  /** How the values of an option are written. */
  public enum Kind {
    ONE,
    LIST,
    /** Free keys below the path; they have no environment override. */
    MAP
  }

  public static OptionKey one(String path, String purpose) {
    return new OptionKey(path, null, Kind.ONE, purpose);
  }

  public static OptionKey one(String path, String fallback, String purpose) {
    return new OptionKey(path, fallback, Kind.ONE, purpose);
  }

  public static OptionKey list(String path, String purpose) {
    return new OptionKey(path, null, Kind.LIST, purpose);
  }

  public static OptionKey map(String path, String purpose) {
    return new OptionKey(path, null, Kind.MAP, purpose);
  }

  /** The environment variable that overrides the file. */
  public String variable() {
    return "RUNMARK_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  public boolean takes(String typed) {
    return kind == Kind.MAP ? typed.startsWith(path + ".") : typed.equals(path);
  }
}
