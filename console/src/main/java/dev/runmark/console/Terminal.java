package dev.runmark.console;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What a process prints to, and whether people look at it. */
public final class Terminal {

  private static final int BUFFER = 64 << 10;

  private Terminal() {}

  /** Lets all commands print UTF-8, whatever the locale: documents leave as they are stored. */
  public static void connect(CommandLine commands) {
    commands.setOut(writer(FileDescriptor.out));
    commands.setErr(writer(FileDescriptor.err));
  }

  /** A line goes out at once when it is printed as one. */
  private static PrintWriter writer(FileDescriptor to) {
    return new PrintWriter(
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), BUFFER),
        true);
  }

  /** Whether standard output is a terminal: the launcher has looked, or both ends are one. */
  public static boolean isOutput() {
    String told = System.getProperty("runmark.terminal");
    return told == null ? System.console() != null : Boolean.parseBoolean(told);
  }
}
