package dev.runmark.proof.chaos;

import java.util.List;
import java.util.stream.Stream;

/** All that can be done to the system. */
final class Arsenal {

  private final List<Variant> variants =
      Stream.of(
              ProcessBlows.variants(),
              PostgresBlows.variants(),
              S3Blows.variants(),
              ReadBlows.variants(),
              KafkaBlows.variants(),
              TransactionBlows.variants(),
              LimitBlows.variants(),
              OperatorBlows.variants(),
              SweepBlows.variants())
          .flatMap(List::stream)
          .toList();

  /** Of one kind; at least one. */
  List<Variant> variants(FaultKind kind) {
    return variants.stream().filter(variant -> variant.kind() == kind).toList();
  }
}
