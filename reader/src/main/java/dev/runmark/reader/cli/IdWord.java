package dev.runmark.reader.cli;

import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.UuidText;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An id, in any of the forms that are taken. */
final class IdWord implements ITypeConverter<UUID> {

  static @Nullable UUID parse(String text) {
    return UuidText.parse(Slice.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public UUID convert(String text) {
    UUID id = parse(text);
    if (id == null) {
      throw new TypeConversionException("'" + text + "' is no id: wanted a UUID");
    }
    return id;
  }
}
