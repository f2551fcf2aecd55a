package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ReadPoolIT {

  /** Also where somebody gave the reader the writer's user. */
  @Test
  void nothingIsWrittenOverAConnectionOfThePool() throws Exception {
    IndexDatabase database = IndexDatabase.create();
    try (ReadPool pool = new ReadPool(database.writer(), ReadLimits.DEFAULT);
        Connection connection = pool.take();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO tenants (name) VALUES ('x')"))
          .hasMessageContaining("read-only transaction");
    }
  }
}
