package dev.runmark.quickstart.generate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Single runs with the content of the load's, for who needs their bytes and no load. Not
 * thread-safe.
 */
public final class SampleRuns {

  /** About what a create has besides its inputs. */
  private static final int HEAD = 800;

  /** How long each run takes. */
  public static final Duration DURATION = Duration.ofSeconds(2);

  private final RunWriter writer;

  public SampleRuns(long seed) {
    this.writer = new RunWriter(new Random(seed));
  }

  /**
   * The create of a model's call, below the root of its trace, as one line of JSON.
   *
   * @param size about how many bytes it shall have
   */
  public String create(UUID run, UUID trace, Instant start, int size) {
    RunNode root = node(trace, null, "chain", start, 0);
    RunNode call = node(run, root, "llm", start, 2 * Math.max(0, size - HEAD));
    return writer.create(call, JsonText.Style.COMPACT).json();
  }

  /**
   * The root of a trace when it has ended, whole, as one line of JSON.
   *
   * @param size about how many bytes it shall have
   */
  public String root(UUID trace, Instant start, int size) {
    RunNode root = node(trace, null, "chain", start, Math.max(0, size - HEAD));
    return writer.complete(root, JsonText.Style.COMPACT).json();
  }

  private static RunNode node(
      UUID id, @Nullable RunNode root, String type, Instant start, int budget) {
    String segment = TraceTree.STAMP.format(start) + id;
    return new RunNode(
        id,
        root == null ? id : root.id(),
        root,
        type,
        root == null ? "AgentExecutor" : "ChatOpenAI",
        root == null ? segment : root.dottedOrder() + "." + segment,
        start,
        start.plus(DURATION),
        budget,
        List.of());
  }
}
