package dev.runmark.job.options;

import static dev.runmark.job.options.OptionsText.MINIMAL;
import static dev.runmark.job.options.OptionsText.read;
import static dev.runmark.job.options.OptionsText.refusal;
import static dev.runmark.job.options.OptionsText.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.options.KafkaClientOptions;
import dev.runmark.options.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row O2 of the list of bad input: secrets. */
class SecretTest {

  private static final String CANARY = "s3cr3t-canary";

  @Test
  void anInlineSecretIsRefusedAndNeverQuoted() {
    assertThat(refusal(with("env:PG_PASSWORD", CANARY)))
        .isEqualTo(
            "runmark.yaml line 12: postgres.password: wanted a reference, env:NAME or file:/PATH,"
                + " not the secret itself");
    assertThat(refusal(MINIMAL, Map.of("RUNMARK_POSTGRES_PASSWORD", CANARY)))
        .contains("RUNMARK_POSTGRES_PASSWORD: postgres.password: wanted a reference")
        .doesNotContain(CANARY);
    assertThat(
            refusal(
                with(
                    "topics: [runs]",
                    "topics: [runs]\n  properties:\n    sasl.jaas.config: " + CANARY)))
        .contains("kafka.properties.sasl.jaas.config: wanted a reference")
        .doesNotContain(CANARY);
  }

  @Test
  void aSecretIsItsReferenceUntilItIsResolved() {
    Secret secret = read(MINIMAL).postgres().password();

    assertThat(secret).hasToString("Secret[env:PG_PASSWORD]");
    assertThat(secret.resolve(name -> name.equals("PG_PASSWORD") ? CANARY : null))
        .isEqualTo(CANARY);
  }

  @Test
  void anUnsetOrEmptyVariableIsNamedWhenItIsUsed() {
    assertThatThrownBy(() -> new Secret("env:NOT_SET_ANYWHERE").resolve())
        .hasMessage("resolve secret env:NOT_SET_ANYWHERE: the variable is not set");
    assertThatThrownBy(() -> new Secret("env:EMPTY").resolve(name -> ""))
        .hasMessage("resolve secret env:EMPTY: the variable is empty");
  }

  @Test
  void aFileIsReadWithoutItsLastNewline(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("password");
    Files.writeString(file, CANARY + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(new Secret("file:" + file).resolve()).isEqualTo(CANARY);
  }

  @Test
  void aFileThatIsMissingOrADirectoryOrOpenToAllIsNamed(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("password");
    assertThatThrownBy(() -> new Secret("file:" + file).resolve())
        .hasMessage("resolve secret file:" + file + ": there is no file");
    assertThatThrownBy(() -> new Secret("file:" + directory).resolve())
        .hasMessage("resolve secret file:" + directory + ": this is no regular file");

    Files.writeString(file, CANARY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> new Secret("file:" + file).resolve())
        .hasMessageContaining("everyone may read the file")
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void kafkaSecretsAreResolvedOnlyForTheClient() {
    KafkaClientOptions clients =
        read(with(
                "topics: [runs]",
                "topics: [runs]\n  properties:\n    security.protocol: SASL_SSL\n"
                    + "    sasl.jaas.config: env:NOT_SET_ANYWHERE"))
            .kafka()
            .clients();

    assertThat(clients.properties()).containsOnlyKeys("security.protocol");
    assertThatThrownBy(clients::resolved).hasMessageContaining("env:NOT_SET_ANYWHERE");
  }

  @Test
  void whereATokenComesFromIsNoSecret() {
    String url = "https://login.example.com/token";
    KafkaClientOptions clients =
        read(with(
                "topics: [runs]",
                "topics: [runs]\n  properties:\n    sasl.oauthbearer.token.endpoint.url: " + url))
            .kafka()
            .clients();

    assertThat(clients.properties()).containsEntry("sasl.oauthbearer.token.endpoint.url", url);
    assertThat(clients.secrets()).isEmpty();
    assertThat(
            refusal(
                with(
                    "topics: [runs]",
                    "topics: [runs]\n  properties:\n    some.url.token: " + CANARY)))
        .contains("kafka.properties.some.url.token: wanted a reference");
  }

  @Test
  void whatTheJobDecidesItselfIsRefused() {
    assertThat(
            refusal(
                with(
                    "topics: [runs]",
                    "topics: [runs]\n  properties:\n    auto.offset.reset: latest")))
        .contains("kafka.properties.auto.offset.reset: the job decides this one itself");
    assertThat(
            refusal(
                with(
                    "topics: [runs]",
                    "topics: [runs]\n  properties:\n    partitioner.ignore.keys: true")))
        .contains("kafka.properties.partitioner.ignore.keys: the job decides");
    assertThat(
            refusal(
                with(
                    "topics: [runs]",
                    "topics: [runs]\n  properties:\n    partitioner.class: com.example.Any")))
        .contains("kafka.properties.partitioner.class: the job decides");
  }
}
