package dev.runmark.embedded.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked from the archive on the class path into a directory. */
record PostgresSoftware(Path directory, ServerAccount account) {

  /** Where this process last saw the programs: linking them is a hundred times cheaper. */
  private static @Nullable Path seen;

  /** The programs below the parent directory, which is where they are unpacked at the first use. */
  static synchronized PostgresSoftware below(Path parent, ServerAccount account)
      throws IOException {
    Path target = parent.resolve("postgresql-" + PostgresRelease.bundled().major());
    if (!Files.isDirectory(target)) {
      // Renamed only when complete: a process killed in between leaves no half of a server behind.
      Path unfinished = Files.createTempDirectory(parent, "unpacking");
      if (seen == null || !link(seen, unfinished)) {
        unpack(unfinished);
      }
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }
    seen = target;
    return new PostgresSoftware(target, account);
  }

  Command.Result run(String program, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(directory.resolve("bin").resolve(program).toString());
    words.addAll(arguments);
    return Command.of(account.prefix(), words).run();
  }

  /** Whether all was linked; what was not is unpacked over it. */
  private static boolean link(Path source, Path target) {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
        Path copy = target.resolve(source.relativize(file));
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(copy);
        } else {
          Files.createLink(copy, file);
        }
      }
      return true;
    } catch (IOException | UncheckedIOException goneOrOnAnotherDisk) {
      return false;
    }
  }

  private static void unpack(Path target) throws IOException {
    String archive = "/" + archiveName();
    try (InputStream packed = PostgresSoftware.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new IOException(
            "unpacking PostgreSQL "
                + archive
                + ": not on the class path; add the"
                + " io.zonky.test.postgres binaries of this platform");
      }
      Process tar =
          new ProcessBuilder("tar", "-x", "--exclude=*.a", "-C", target.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (OutputStream files = tar.getOutputStream()) {
        new XZInputStream(new BufferedInputStream(packed)).transferTo(files);
      }
      int status = tar.waitFor();
      if (status != 0) {
        throw new IOException("unpacking PostgreSQL to " + target + ": tar ended with " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("unpacking PostgreSQL to " + target + ": interrupted");
    }
  }

  private static String archiveName() {
    String system =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    boolean arm = System.getProperty("os.arch", "").equals("aarch64");
    return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
  }
}
