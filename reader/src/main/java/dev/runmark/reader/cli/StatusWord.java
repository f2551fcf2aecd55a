package dev.runmark.reader.cli;

import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunStatus;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How far a run is, in a word. */
final class StatusWord implements ITypeConverter<RunStatus>, Iterable<String> {

  static String of(RunStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /** A run of which no line has told counts as pending. */
  static String of(Listing listing) {
    return of(listing.status() == null ? RunStatus.PENDING : listing.status());
  }

  @Override
  public RunStatus convert(String word) {
    return Arrays.stream(RunStatus.values())
        .filter(status -> of(status).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "wanted " + String.join(", ", this) + ", not '" + word + "'"));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(RunStatus.values()).map(StatusWord::of).iterator();
  }
}
