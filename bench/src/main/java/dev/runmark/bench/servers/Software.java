package dev.runmark.bench.servers;

import java.sql.SQLException;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

/** What was measured with: versions, and settings that decide what a commit costs. */
public record Software(String flink, String kafka, String postgres, String postgresSettings) {

  public static Software describe(PostgresAccess postgres) throws SQLException {
    return new Software(
        EnvironmentInformation.getVersion(),
        AppInfoParser.getVersion(),
        postgres.text("SHOW server_version"),
        postgres.text(
            "SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings WHERE"
                + " name IN ('fsync', 'synchronous_commit', 'full_page_writes')"));
  }
}
