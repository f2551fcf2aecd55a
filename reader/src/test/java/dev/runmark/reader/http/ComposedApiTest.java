package dev.runmark.reader.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.options.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The API of docker-compose.yml, as far as it can be tried without containers. */
class ComposedApiTest {

  private static final Path ROOT = Path.of("..");
  private static final Path CONF = ROOT.resolve("flink-conf").resolve("compose");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^      ([A-Z0-9_]+): \"?(.*?)\"?$");

  @Test
  void itsOptionsTokenAndUserFitTogether() throws IOException {
    Map<String, String> environment = environment();
    assertThat(environment.put("RUNMARK_API_TOKENS", CONF.resolve("tokens").toString()))
        .isEqualTo("/runmark/tokens");

    ServerOptions options = ServerOptions.read(CONF.resolve("runmark.yaml"), environment);

    assertThat(options.postgres().password().resolve(environment::get)).isEqualTo("runmark-read");
    assertThat(CONF.resolve("users.sql"))
        .content()
        .contains(
            "CREATE USER "
                + options.postgres().user()
                + " PASSWORD 'runmark-read' IN ROLE runmark_reader;");
    assertThat(options.api().listen().port()).isEqualTo(8090);
    Caller caller = new Tokens(options.api().tokens().orElseThrow()).find("runmark-api");
    assertThat(Objects.requireNonNull(caller).tenant()).isEqualTo(options.tenants().fallback());
    assertThat(caller.scopes()).contains(Scope.READ, Scope.WRITE, Scope.OPERATE);
  }

  private static Map<String, String> environment() throws IOException {
    String file = Files.readString(ROOT.resolve("docker-compose.yml"));
    String service = file.substring(file.indexOf("\n  api:\n"));
    Matcher variable = VARIABLE.matcher(service);
    Map<String, String> environment = new HashMap<>();
    while (variable.find()) {
      environment.put(variable.group(1), variable.group(2));
    }
    return environment;
  }
}
