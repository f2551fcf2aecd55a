package dev.runmark.console;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Where the time of a command goes, told on standard error as one JSON line at its end, where
 * {@code RUNMARK_TIMING=1} asks for it: each phase lasts until the next begins. Without it nothing
 * is measured.
 *
 * <p>Threads: phases are begun by the command's own. A command that only a signal ends tells them
 * on the way out.
 */
public final class Phases {

  static final String VARIABLE = "RUNMARK_TIMING";

  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private static volatile @Nullable Phases running;

  private final CommandLine commands;
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private String command = "";
  private String phase = "parse";
  private long since = System.nanoTime();
  private boolean told;

  private Phases(CommandLine commands) {
    this.commands = commands;
    long jvm = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    nanos.put("jvm", jvm * 1_000_000);
  }

  /** Runs a command as the process was told to; its exit code. For the last line of a main. */
  public static int execute(CommandLine commands, String... arguments) {
    return execute(commands, System.getenv(), arguments);
  }

  static int execute(CommandLine commands, Map<String, String> environment, String... arguments) {
    if (!"1".equals(environment.get(VARIABLE))) {
      return commands.execute(arguments);
    }
    Phases phases = new Phases(commands);
    Thread atExit = new Thread(phases::tell, "phases-tell");
    Runtime.getRuntime().addShutdownHook(atExit);
    running = phases;
    try {
      return commands.setExecutionStrategy(phases::run).execute(arguments);
    } finally {
      running = null;
      phases.tell();
    }
  }

  /** From now on the command does this; the phase before has ended. */
  public static void begin(String phase) {
    Phases now = running;
    if (now != null) {
      now.enter(phase);
    }
  }

  /** Whether anybody wants to know: what is only done to be measured need not be done else. */
  public static boolean measured() {
    return running != null;
  }

  private int run(ParseResult parsed) {
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    // Without the program's own name.
    command = deepest.commandSpec().qualifiedName().replaceFirst("^\\S+ ?", "");
    enter("work");
    return new CommandLine.RunLast().execute(parsed);
  }

  private synchronized void enter(String next) {
    long now = System.nanoTime();
    // In the order in which they were last left.
    Long before = nanos.remove(phase);
    nanos.put(phase, (before == null ? 0 : before) + now - since);
    phase = next;
    since = now;
  }

  private synchronized void tell() {
    if (told) {
      return;
    }
    told = true;
    enter("");
    double all = nanos.values().stream().mapToLong(Long::longValue).sum();
    String line =
        JsonLine.of(
            "timing",
            json -> {
              json.writeStringField("command", command);
              json.writeNumberField("seconds", rounded(all));
              json.writeObjectFieldStart("phases");
              for (Map.Entry<String, Long> each : nanos.entrySet()) {
                json.writeNumberField(each.getKey(), rounded(each.getValue()));
              }
              json.writeEndObject();
            });
    commands.getErr().println(line);
    commands.getErr().flush();
  }

  /** Seconds to the millisecond. */
  private static double rounded(double nanos) {
    return Math.round(nanos / NANOS * MILLIS) / MILLIS;
  }
}
