package dev.runmark.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DuckDB statements of docs/how-to/files.md, as they stand there, on real parts. */
class FilesHowToIT {

  private static final Path HOW_TO = Path.of("..", "docs", "how-to", "files.md");
  private static final Pattern SQL = Pattern.compile("(?s)```sql\n(.*?)```");

  @TempDir private Path directory;

  @Test
  void duckDbReadsTheCommittedPartsAsTheHowToSays() throws Exception {
    try (ApiScene scene = ApiScene.open();
        ApiServer api = scene.serve()) {
      ReadScene stores = scene.stores;
      stores.commit(Compression.ZSTD, create(1, "llm", 0), create(2, "llm", 0), create(3, "x", 5));
      stores.commit(
          Compression.GZIP, Lines.patch(1, ended("error", 2, ",\"error\":\"none left\"")));
      stores.commit(Compression.NONE, Lines.patch(2, ended("success", 4, ",\"error\":null")));
      stores.commit(Compression.ZSTD, Lines.patch(3, ended("success", 6, "")));
      Path committed = download(api, stores);
      // What a crash leaves: it lies among the others, and the ledger does not know it.
      Files.writeString(
          committed.resolveSibling(Lines.id(9) + ".ndjson"),
          Lines.json(9).replace("}", ",\"status\":\"error\"}\n"));

      assertThat(selected())
          .containsExactly(
              List.of("llm | 2 | 1 | 3.0", "x | 1 | 0 | 1.0"),
              List.of(Lines.id(1) + " | Grüße 1 | none left"));
    }
  }

  private static RunLine create(int number, String type, int second) {
    String document = Lines.json(number).replaceFirst("}$", "");
    return Lines.line(
        new RunKey("default", Lines.id(number)),
        Lines.trace(1),
        EventSpan.ofCreate(EventSpan.position(1000L + number, 0)),
        Lines.listing(number, null),
        document
            + ",\"status\":\"pending\",\"run_type\":\"%s\",\"start_time\":\"2026-11-20T10:00:0%d.000000\"}"
                .formatted(type, second));
  }

  private static String ended(String status, int second, String more) {
    return "\"status\":\"%s\",\"end_time\":\"2026-11-20T11:00:0%d+01:00\"%s"
        .formatted(status, second, more);
  }

  /** As the how-to does it by curl and aws; the last file. */
  private Path download(ApiServer api, ReadScene stores) throws Exception {
    List<String> listed = new ArrayList<>();
    Path file = directory;
    String cursor = "";
    while (true) {
      JsonNode page =
          new ObjectMapper()
              .readTree(ApiScene.get(api, "/parts?order=oldest&limit=3" + cursor).body());
      for (JsonNode part : page.path("parts")) {
        listed.add(part.toString());
        String key = part.path("key").asText();
        file = directory.resolve("parts").resolve(key);
        Files.createDirectories(file.getParent());
        Files.copy(stores.directory.resolve(part.path("bucket").asText()).resolve(key), file);
      }
      if (page.path("next").isNull()) {
        Files.write(directory.resolve("parts.ndjson"), listed);
        assertThat(listed).hasSize(4);
        return file;
      }
      cursor = "&cursor=" + page.path("next").asText();
    }
  }

  /** What each statement that selects gives, a line a row. */
  private List<List<String>> selected() throws Exception {
    List<List<String>> results = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET file_search_path = '" + directory.toAbsolutePath() + "'");
      for (String sql : statements()) {
        if (statement.execute(sql)) {
          results.add(rows(statement));
        }
      }
    }
    return results;
  }

  private static List<String> statements() throws Exception {
    return SQL.matcher(Files.readString(HOW_TO))
        .results()
        .map(MatchResult::group)
        .map(block -> block.replaceAll("```(sql)?", ""))
        .flatMap(block -> Pattern.compile(";\\s*").splitAsStream(block))
        .map(String::strip)
        .filter(sql -> !sql.isEmpty())
        .toList();
  }

  private static List<String> rows(Statement statement) throws Exception {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.getResultSet()) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        StringJoiner text = new StringJoiner(" | ");
        for (int i = 1; i <= columns; i++) {
          text.add(String.valueOf(row.getObject(i)));
        }
        rows.add(text.toString());
      }
    }
    return rows;
  }
}
