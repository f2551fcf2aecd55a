package dev.runmark.proof.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many simulations, one seed after the other. */
public final class Campaign {

  /** How many steps the schedule of a seed has. */
  public static final int STEPS = Schedule.STEPS;

  private static final int TRIES = 400;

  private final Supplier<Subject> subject;
  private final Counts counts = new Counts();
  private final List<FoundViolation> violations = new ArrayList<>();
  private long seeds;
  private long steps;

  /** Of the product as it is. */
  public Campaign() {
    this(() -> Subject.PRODUCT);
  }

  /**
   * @param subject a new one for each schedule
   */
  Campaign(Supplier<Subject> subject) {
    this.subject = subject;
  }

  /** Plays the schedule of a seed; what it breaks is shrunk. */
  public void play(long seed) {
    List<Step> schedule = Schedule.of(seed);
    add(seed, schedule, IntStream.range(0, schedule.size()).boxed().toList());
  }

  /**
   * Plays some steps of a seed's schedule.
   *
   * @param kept their numbers, from 0
   */
  public void play(long seed, List<Integer> kept) {
    add(seed, Schedule.of(seed), kept);
  }

  private void add(long seed, List<Step> schedule, List<Integer> numbers) {
    Outcome outcome = run(seed, schedule, numbers);
    seeds++;
    steps += outcome.steps();
    counts.addAll(outcome.counts());
    Violation violation = outcome.violation();
    if (violation != null) {
      List<Integer> kept =
          new Shrinker<Integer>(
                  shorter -> breaks(violation.rule(), run(seed, schedule, shorter).violation()),
                  TRIES)
              .shrink(numbers.subList(0, outcome.steps()));
      violations.add(found(seed, kept, run(seed, schedule, kept)));
    }
  }

  private static FoundViolation found(long seed, List<Integer> kept, Outcome shrunk) {
    String message = String.valueOf(Objects.requireNonNull(shrunk.violation()).getMessage());
    return new FoundViolation(seed, message, kept, shrunk.trace());
  }

  private static boolean breaks(Rule rule, @Nullable Violation violation) {
    return violation != null && violation.rule() == rule;
  }

  private Outcome run(long seed, List<Step> schedule, List<Integer> numbers) {
    return Simulation.run(seed, numbers.stream().map(schedule::get).toList(), subject.get());
  }

  /** How many schedules were played. */
  public long seeds() {
    return seeds;
  }

  /** How many steps all of them had. */
  public long steps() {
    return steps;
  }

  /** How often each kind of step found something to do, and each kind of failure happened. */
  public Counts counts() {
    return counts;
  }

  public List<FoundViolation> violations() {
    return List.copyOf(violations);
  }
}
