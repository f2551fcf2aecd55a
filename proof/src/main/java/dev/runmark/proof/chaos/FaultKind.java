package dev.runmark.proof.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can be done to the system. What is no fault, but an operator's work, is among it. */
public enum FaultKind {
  TASKMANAGER_KILL(2, 16),
  TASKMANAGER_PAUSE(1, 26),
  JOBMANAGER_KILL(1, 30),
  API_KILL(1, 3),
  POSTGRES_CUT(4, 4),
  POSTGRES_HOLD(3, 9),
  POSTGRES_BLACK_HOLE(2, 8),
  POSTGRES_BACKEND_KILL(1, 6),
  POSTGRES_RESTART(1, 8),
  POSTGRES_REFUSAL(2, 10),
  S3_FAULT(5, 4),
  S3_READ_FAULT(2, 4),
  S3_RESTART(1, 8),
  KAFKA_CUT(2, 7),
  KAFKA_PAUSE(1, 12),
  KAFKA_RESTART(1, 15),
  KAFKA_TRANSACTION(2, 8),
  FILE_SIZE_LIMIT(1, 20),
  FILE_HANDLE_LIMIT(1, 20),
  RESCALE(1, 18),
  SAVEPOINT(1, 30),
  REPLAY(1, 35),
  SWEEP(1, 4);

  /** What needs a program that only Linux has. */
  static final Set<FaultKind> BY_PRLIMIT = EnumSet.of(FILE_SIZE_LIMIT, FILE_HANDLE_LIMIT);

  private final int weight;
  private final Duration takes;

  FaultKind(int weight, long seconds) {
    this.weight = weight;
    this.takes = Duration.ofSeconds(seconds);
  }

  /** How often it comes for each time that the rarest comes. */
  int weight() {
    return weight;
  }

  /** About how long it takes until the next may come. */
  Duration takes() {
    return takes;
  }

  /** As it is typed and told. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static FaultKind of(String name) {
    List<FaultKind> all = List.of(values());
    return all.stream()
        .filter(kind -> kind.toString().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "fault '" + name + "': wanted one of " + Arrays.toString(values())));
  }
}
