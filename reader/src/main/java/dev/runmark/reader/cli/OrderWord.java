package dev.runmark.reader.cli;

import dev.runmark.storage.query.Order;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which end of a list comes first. */
final class OrderWord implements ITypeConverter<Order>, Iterable<String> {

  @Override
  public Order convert(String word) {
    return switch (word) {
      case "newest" -> Order.NEWEST_FIRST;
      case "oldest" -> Order.OLDEST_FIRST;
      default -> throw new TypeConversionException("wanted newest or oldest, not '" + word + "'");
    };
  }

  @Override
  public Iterator<String> iterator() {
    return List.of("newest", "oldest").iterator();
  }
}
