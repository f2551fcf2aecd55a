package dev.runmark.quickstart.generate;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Grows the runs of a trace: a chain or agent at the root, calls of models and tools below. */
final class TraceTree {

  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String[][] KINDS = {
    {"llm", "ChatOpenAI"},
    {"llm", "ChatAnthropic"},
    {"llm", "ChatOllama"},
    {"tool", "search_orders"},
    {"tool", "calculator"},
    {"tool", "http_get"},
    {"retriever", "VectorStoreRetriever"},
    {"embedding", "OpenAIEmbeddings"},
    {"prompt", "ChatPromptTemplate"},
    {"parser", "StrOutputParser"},
  };
  private static final String[] ROOTS = {
    "AgentExecutor", "rag-chain", "support-assistant", "LangGraph", "Überprüfung", "要約パイプライン",
  };
  private static final String[][] CHAINS = {
    {"chain", "RunnableSequence"}, {"chain", "RunnableLambda<route>"},
  };

  /** Below the root. */
  private static final int DEEPEST = 4;

  private final RandomGenerator random;
  private final LoadOptions options;

  TraceTree(RandomGenerator random, LoadOptions options) {
    this.random = random;
    this.options = options;
  }

  /**
   * A new trace that begins then.
   *
   * @param most runs that it may have, at least 1
   */
  RunNode grow(Instant start, int most) {
    int runs = Math.min(most, 1 + (int) Math.abs(random.nextGaussian() * 5));
    RunNode root = node(null, "chain", ROOTS[random.nextInt(ROOTS.length)], start);
    int[] left = {runs - 1};
    children(root, left, 1);
    // Whatever the dice left over hangs below the root: a trace has as many runs as it drew.
    while (left[0] > 0) {
      left[0]--;
      root.children().add(node(root, "tool", "follow_up", root.start()));
    }
    return root;
  }

  private void children(RunNode parent, int[] left, int depth) {
    Instant start = parent.start();
    while (left[0] > 0 && random.nextInt(5) > 0) {
      left[0]--;
      start = start.plus(1 + random.nextInt(200_000), ChronoUnit.MICROS);
      String[][] kinds = random.nextInt(3) == 0 ? CHAINS : KINDS;
      String[] kind = kinds[random.nextInt(kinds.length)];
      RunNode child = node(parent, kind[0], kind[1], start);
      parent.children().add(child);
      if (kind[0].equals("chain") && depth < DEEPEST) {
        children(child, left, depth + 1);
      }
    }
  }

  private RunNode node(@Nullable RunNode parent, String type, String name, Instant start) {
    UUID id = uuid(start);
    String segment = STAMP.format(start) + id;
    return new RunNode(
        id,
        parent == null ? id : parent.trace(),
        parent,
        type,
        name,
        parent == null ? segment : parent.dottedOrder() + "." + segment,
        start,
        start.plus(options.delays().ofRun(random)),
        size(),
        List.of());
  }

  /** A UUID of version 7, of the run's own time as clients make them. */
  private UUID uuid(Instant time) {
    long high = time.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12);
    long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** From the least to the most, the logarithm evenly but for a lean towards the small. */
  private int size() {
    double lean = Math.pow(random.nextDouble(), 1.3);
    double ratio = (double) options.mostBytes() / options.leastBytes();
    return (int) (options.leastBytes() * Math.pow(ratio, lean));
  }
}
