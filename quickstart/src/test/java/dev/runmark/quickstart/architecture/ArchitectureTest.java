package dev.runmark.quickstart.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, and one technology a package. */
class ArchitectureTest {

  private static final List<String> MODULES =
      List.of(
          "embedded",
          "connectors/storage",
          "connectors/ndjson-sink",
          "decode",
          "options",
          "console",
          "traces",
          "reader",
          "job",
          "quickstart");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    Path root = Path.of("..").toAbsolutePath().normalize();
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(MODULES.stream().map(m -> root.resolve(m + "/target/classes")).toList());
  }

  @Test
  void everyModuleWasRead() {
    Stream.of(
            "embedded",
            "storage",
            "sink",
            "decode",
            "options",
            "console",
            "traces",
            "reader",
            "job",
            "quickstart")
        .map(name -> "dev.runmark." + name + ".")
        .forEach(
            start -> {
              if (classes.stream().noneMatch(type -> type.getName().startsWith(start))) {
                throw new AssertionError("no class of " + start + " was read");
              }
            });
  }

  @Test
  void storageKnowsNeitherFlinkNorThoseAboveIt() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.flink..",
                "dev.runmark.sink..",
                "dev.runmark.decode..",
                "dev.runmark.options..",
                "dev.runmark.reader..",
                "dev.runmark.job..",
                "dev.runmark.embedded..",
                "dev.runmark.quickstart.."));
  }

  @Test
  void theReaderKnowsStorageOptionsAndDecodingOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.reader..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.flink..",
                "dev.runmark.sink..",
                "dev.runmark.job..",
                "dev.runmark.embedded..",
                "dev.runmark.quickstart.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.runmark.sink..",
                "dev.runmark.decode..",
                "dev.runmark.options..",
                "dev.runmark.job..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.runmark.reader.."));
  }

  @Test
  void decodingAndOptionsKnowStorageOnly() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.runmark.decode..", "dev.runmark.options..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.flink..",
                "org.apache.kafka..",
                "java.sql..",
                "dev.runmark.sink..",
                "dev.runmark.job..",
                "dev.runmark.embedded..",
                "dev.runmark.quickstart.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.decode..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.runmark.options.."));
  }

  @Test
  void theConsoleKnowsOptionsAndOnlyCommandsKnowIt() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.flink..",
                "org.apache.kafka..",
                "java.sql..",
                "dev.runmark.sink..",
                "dev.runmark.decode..",
                "dev.runmark.reader..",
                "dev.runmark.job..",
                "dev.runmark.embedded..",
                "dev.runmark.quickstart.."));
    onlyIn(
        "dev.runmark.console..",
        "dev.runmark.console..",
        "dev.runmark.job.cli..",
        "dev.runmark.reader.cli..",
        "dev.runmark.traces.cli..");
  }

  @Test
  void tracesKnowTheConsoleOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.traces..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.flink..",
                "dev.runmark.storage..",
                "dev.runmark.sink..",
                "dev.runmark.decode..",
                "dev.runmark.options..",
                "dev.runmark.reader..",
                "dev.runmark.job..",
                "dev.runmark.embedded..",
                "dev.runmark.quickstart.."));
  }

  @Test
  void theSinkKnowsStorageOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.runmark.decode..",
                "dev.runmark.options..",
                "dev.runmark.job..",
                "dev.runmark.embedded..",
                "dev.runmark.quickstart.."));
  }

  @Test
  void theJobDoesNotKnowWhatEmbedsIt() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.job..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.runmark.embedded..", "dev.runmark.quickstart.."));
  }

  @Test
  void theEmbeddedServersKnowNothingOfRunmark() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.runmark.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.runmark.storage..",
                "dev.runmark.sink..",
                "dev.runmark.job..",
                "dev.runmark.quickstart.."));
  }

  @Test
  void theCheckerSharesNoClassWithWhatItChecks() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.runmark.quickstart.check..",
                "dev.runmark.quickstart.generate..",
                "dev.runmark.quickstart.ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.runmark.storage..",
                "dev.runmark.sink..",
                "dev.runmark.decode..",
                "dev.runmark.options..",
                "dev.runmark.reader..",
                "dev.runmark.job.."));
  }

  @Test
  void onlyTheObjectStoreKnowsTheAwsSdk() {
    onlyIn("software.amazon.awssdk..", "dev.runmark.storage.objects..");
  }

  @Test
  void onlyTheIndexAndTheRejectedRowsKnowJdbc() {
    onlyIn("java.sql..", "dev.runmark.storage.index..", "dev.runmark.job.rejected..");
    onlyIn("org.apache.flink.connector.jdbc..", "dev.runmark.job.rejected..");
    onlyIn("org.postgresql..", "dev.runmark.storage.index..");
    onlyIn("org.flywaydb..", "dev.runmark.storage.index..");
    onlyIn("com.zaxxer..", "dev.runmark.storage.index..");
    onlyIn("com.github.benmanes..", "dev.runmark.reader.fetch..");
  }

  @Test
  void onlyTheKafkaRoomsKnowItsClients() {
    onlyIn(
        "org.apache.kafka..",
        "dev.runmark.job.kafka..",
        "dev.runmark.job.rejected..",
        "dev.runmark.reader.send..");
  }

  @Test
  void onlyTheApiKnowsHttp() {
    onlyIn("org.eclipse.jetty..", "dev.runmark.reader.http..");
    onlyIn("io.prometheus..", "dev.runmark.reader.http..");
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    onlyIn(
        "picocli..",
        "dev.runmark.console..",
        "dev.runmark.job.cli..",
        "dev.runmark.reader.cli..",
        "dev.runmark.traces.cli..");
  }

  @Test
  void noRoomsOfAModuleFormACircle() {
    for (String module :
        List.of("storage", "decode", "traces", "reader", "job", "embedded", "quickstart")) {
      check(slices().matching("dev.runmark." + module + ".(*)..").should().beFreeOfCycles());
    }
  }

  private static void onlyIn(String technology, String... rooms) {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.runmark.storage..",
                "dev.runmark.sink..",
                "dev.runmark.decode..",
                "dev.runmark.options..",
                "dev.runmark.console..",
                "dev.runmark.traces..",
                "dev.runmark.reader..",
                "dev.runmark.job..")
            .and()
            .resideOutsideOfPackages(rooms)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(technology));
  }

  private static void check(ArchRule rule) {
    rule.check(classes);
  }
}
