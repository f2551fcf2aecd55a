package dev.runmark.quickstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md and CONTRIBUTING.md name classes; each must be there. */
class DocumentedClassesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern CLASS_NAME =
      Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)");

  @Test
  void everyClassThatTheArchitectureNamesIsThere() throws IOException {
    assertNamed(ROOT.resolve("docs/architecture.md"), 25);
  }

  @Test
  void everyClassThatTheContributorsTableNamesIsThere() throws IOException {
    assertNamed(ROOT.resolve("CONTRIBUTING.md"), 10);
  }

  private static void assertNamed(Path document, int atLeast) throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher matcher = CLASS_NAME.matcher(Files.readString(document));
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    assertThat(named).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(named).isSubsetOf(sourceNames());
  }

  private static Set<String> sourceNames() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
