package dev.runmark.job.cli;

import dev.runmark.decode.record.RejectionReason;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The code of a reason on the command line. */
final class ReasonCode implements ITypeConverter<RejectionReason>, Iterable<String> {

  private static final List<String> CODES =
      Arrays.stream(RejectionReason.values()).map(RejectionReason::code).toList();

  @Override
  public RejectionReason convert(String code) {
    if (!CODES.contains(code)) {
      throw new TypeConversionException(
          "'" + code + "' is no reason; there are " + String.join(", ", CODES));
    }
    return RejectionReason.ofCode(code);
  }

  @Override
  public Iterator<String> iterator() {
    return CODES.iterator();
  }
}
