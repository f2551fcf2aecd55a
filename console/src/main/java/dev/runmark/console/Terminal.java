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
    commands.setOut(writer(FileDescriptor.out, false));
    commands.setErr(writer(FileDescriptor.err, true));
  }

  private static PrintWriter writer(FileDescriptor to, boolean lineByLine) {
    return new PrintWriter(
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), BUFFER),
        lineByLine);
  }

  /** Whether standard output is a terminal: the launcher has looked, or both ends are one. */
  public static boolean isOutput() {
    String told = System.getProperty("runmark.terminal");
    return told == null ? System.console() != null : Boolean.parseBoolean(told);
  }
}
