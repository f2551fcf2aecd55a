package dev.runmark.options;

import java.util.List;
import java.util.function.Function;

/**
 * What somebody typed for one key.
 *
 * @param origin the file and line, or the variable
 * @param list whether it was written as a list
 */
public record Setting(String path, List<String> values, boolean list, String origin) {

  private static final int LONGEST_QUOTE = 80;

  public Setting {
    values = List.copyOf(values);
  }

  /** The only value as the type reads it. */
  <T> T typed(Function<String, T> type) {
    if (list) {
      throw refused("wanted one value, not a list");
    }
    return typed(values.get(0), type);
  }

  /** All values as the type reads them. */
  <T> List<T> typedList(Function<String, T> type) {
    if (!list) {
      throw refused("wanted a list, such as [a, b]");
    }
    if (values.isEmpty()) {
      throw refused("wanted at least one value");
    }
    List<T> typed = values.stream().map(text -> typed(text, type)).toList();
    if (typed.stream().distinct().count() < typed.size()) {
      throw refused("a value stands twice");
    }
    return typed;
  }

  /** The place of a secret; what was typed may be the secret and is never quoted. */
  Secret secret() {
    try {
      return new Secret(list ? "" : values.get(0));
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private <T> T typed(String text, Function<String, T> type) {
    if (text.isEmpty()) {
      throw refused("the value is empty");
    }
    try {
      return type.apply(text);
    } catch (HiddenValueException e) {
      throw refused(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      String quote = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
      throw refused("'" + quote + "': " + e.getMessage());
    }
  }

  OptionsException refused(String why) {
    return new OptionsException(origin + ": " + path + ": " + why);
  }
}
