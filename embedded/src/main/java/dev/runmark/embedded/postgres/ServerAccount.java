package dev.runmark.embedded.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom the server runs as. PostgreSQL refuses root, so under root its programs run in a user
 * namespace of their own, where nobody is root and files keep their owner, or, where such
 * namespaces are forbidden (Docker's default), as an unprivileged account to which its files are
 * handed.
 *
 * @param prefix what stands before each command
 * @param owner the numeric account that must own the server's files, or -1 for whoever runs this
 */
record ServerAccount(List<String> prefix, int owner) {

  private static final int NOBODY = 65534;
  private static final ServerAccount CALLER = new ServerAccount(List.of(), -1);
  private static final ServerAccount NAMESPACE = new ServerAccount(List.of("unshare", "-U"), -1);
  // The capability lets it through the caller's own directories, which are often closed to others;
  // without the secure bit, access(2), by which PostgreSQL looks for its programs, would ignore it.
  private static final ServerAccount UNPRIVILEGED =
      new ServerAccount(
          List.of(
              "setpriv",
              "--reuid=" + NOBODY,
              "--regid=" + NOBODY,
              "--clear-groups",
              "--inh-caps=+dac_override",
              "--ambient-caps=+dac_override",
              "--securebits=+no_setuid_fixup"),
          NOBODY);

  static ServerAccount choose() throws IOException {
    return usable().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "starting PostgreSQL as root: it refuses root, and neither `unshare -U` nor"
                        + " `setpriv` works here; start it as another user"));
  }

  /** All that work on this machine for this user, the better ones first. */
  static List<ServerAccount> usable() {
    return new UnixSystem().getUid() == 0
        ? Stream.of(NAMESPACE, UNPRIVILEGED).filter(ServerAccount::works).toList()
        : List.of(CALLER);
  }

  /** Hands the file or directory tree to the account. */
  void own(Path path) throws IOException {
    if (owner < 0) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            return hand(directory);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return hand(file);
          }
        });
  }

  private FileVisitResult hand(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
    return FileVisitResult.CONTINUE;
  }

  private boolean works() {
    try {
      return Command.of(prefix, List.of("true")).run().succeeded();
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
