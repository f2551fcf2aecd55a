package dev.runmark.reader.cli;

import dev.runmark.console.PrintableText;
import dev.runmark.options.OptionsException;
import dev.runmark.reader.send.SendException;
import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.IndexRefusedException;
import dev.runmark.storage.failure.InvalidCursorException;
import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.failure.StoreAwayException;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** How a command that reads or sends ends, the same for all of them, and what it then says. */
final class Exit {

  static final int DONE = 0;

  /** Something that was asked for is not there. */
  static final int NOT_FOUND = 1;

  /** What was asked, or sent, or an option cannot be used. */
  static final int REFUSED = 2;

  /** PostgreSQL, S3 or Kafka gives no answer; later it may work. */
  static final int AWAY = 3;

  /** What is stored is not what the index promises; someone must look. */
  static final int CORRUPT = 4;

  /** Anything else: a defect, or standard input that cannot be read. */
  static final int OTHER = 5;

  static final String REFUSED_HELP = "2:something asked for, sent or set cannot be used";
  static final String AWAY_HELP = "3:PostgreSQL, S3 or Kafka is away";
  static final String CORRUPT_HELP = "4:corrupt data: the message names part and range";
  static final String OTHER_HELP = "5:anything else";

  /** What a command does; its result is how it ends. */
  interface Work {
    int run() throws Exception;
  }

  private Exit() {}

  /** Does the work; a failure that has a code of its own is told in a line. */
  static int of(CommandSpec command, Work work) throws Exception {
    int code;
    try {
      code = work.run();
    } catch (Output.ClosedException nobodyReads) {
      return DONE;
    } catch (Exception e) {
      code = code(e);
      if (code == OTHER) {
        throw e;
      }
      tell(command, e);
    }
    command.commandLine().getErr().flush();
    return code;
  }

  private static int code(Exception failure) {
    if (failure instanceof StoreAwayException) {
      return AWAY;
    }
    if (failure instanceof CorruptRunException) {
      return CORRUPT;
    }
    if (failure instanceof OptionsException
        || failure instanceof IndexRefusedException
        || failure instanceof InvalidQueryException
        || failure instanceof InvalidCursorException) {
      return REFUSED;
    }
    if (failure instanceof SendStoppedException stopped) {
      return code(stopped.kind());
    }
    return failure instanceof SendException refused ? code(refused.kind()) : OTHER;
  }

  private static int code(SendException.Kind kind) {
    return switch (kind) {
      case EMPTY, UNREADABLE, TOO_LARGE, REFUSED, FORBIDDEN -> REFUSED;
      case BUSY, AWAY, UNKNOWN -> AWAY;
      case NO_DISK -> OTHER;
    };
  }

  private static void tell(CommandSpec command, Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof InvalidQueryException query) {
      message = option(query.parameter()) + message.substring(query.parameter().length());
    } else if (failure instanceof InvalidCursorException) {
      message = "--" + message;
    } else if (message.contains("[42501]")) {
      message += "; reading needs a role with runmark_reader, see --user";
    }
    say(command, message);
  }

  /** The option by which a component of a query is given. */
  private static String option(String component) {
    return "--" + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** A line for people, beside what the command prints. */
  static void say(CommandSpec command, String message) {
    command
        .commandLine()
        .getErr()
        .println(command.name() + ": " + PrintableText.of(message.replaceAll("\\s*\\R\\s*", " ")));
  }
}
