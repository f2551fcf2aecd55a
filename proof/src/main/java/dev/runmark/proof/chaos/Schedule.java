package dev.runmark.proof.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What is done, in order, and from when on: the same for the same seed, minutes and kinds.
 *
 * @param entries by time
 */
record Schedule(List<Entry> entries) {

  private static final long SHORTEST_PAUSE = 1_000;
  private static final int MORE_PAUSE = 3_000;

  /**
   * One of them.
   *
   * @param at not before that, since the load began to be committed
   */
  record Entry(Duration at, Variant variant) {

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%5.0f s  %s", at.toMillis() / 1e3, variant);
    }
  }

  Schedule {
    entries = List.copyOf(entries);
  }

  /**
   * Shuffled kinds, each as often as it weighs, again and again until the time is over; every kind
   * comes once even when there is less time, and when there is none, one as soon as the other is
   * over. A kind's variants come in turn.
   */
  static Schedule random(long seed, Duration time, Set<FaultKind> kinds, Arsenal arsenal) {
    Random random = new Random(seed);
    Map<FaultKind, Deque<Variant>> turns = new EnumMap<>(FaultKind.class);
    List<Variant> order = new ArrayList<>();
    Duration sum = Duration.ZERO;
    while (order.isEmpty() || sum.compareTo(time) < 0) {
      for (FaultKind kind : deck(kinds, order.isEmpty(), random)) {
        Deque<Variant> turn = turns.computeIfAbsent(kind, any -> new ArrayDeque<>());
        if (turn.isEmpty()) {
          turn.addAll(shuffled(arsenal.variants(kind), random));
        }
        if (sum.compareTo(time) < 0 || order.stream().noneMatch(each -> each.kind() == kind)) {
          order.add(turn.remove());
          sum = sum.plus(kind.takes());
        }
      }
    }
    return timed(order, random, !time.isZero());
  }

  /** Every variant of the kinds, once each. */
  static Schedule all(long seed, Set<FaultKind> kinds, Arsenal arsenal) {
    Random random = new Random(seed);
    List<Variant> order = new ArrayList<>();
    kinds.forEach(kind -> order.addAll(arsenal.variants(kind)));
    Collections.shuffle(order, random);
    return timed(order, random, false);
  }

  private static List<FaultKind> deck(Set<FaultKind> kinds, boolean first, Random random) {
    List<FaultKind> deck = new ArrayList<>();
    for (FaultKind kind : kinds) {
      deck.addAll(Collections.nCopies(first ? 1 : kind.weight(), kind));
    }
    Collections.shuffle(deck, random);
    return deck;
  }

  private static List<Variant> shuffled(List<Variant> variants, Random random) {
    List<Variant> shuffled = new ArrayList<>(variants);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static Schedule timed(List<Variant> order, Random random, boolean spread) {
    List<Entry> entries = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Variant variant : order) {
      at = at.plusMillis(SHORTEST_PAUSE + random.nextInt(MORE_PAUSE));
      entries.add(new Entry(at, variant));
      at = spread ? at.plus(variant.kind().takes()) : at;
    }
    return new Schedule(entries);
  }
}
