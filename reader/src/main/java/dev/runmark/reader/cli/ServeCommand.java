package dev.runmark.reader.cli;

import dev.runmark.console.ConfigFile;
import dev.runmark.console.Phases;
import dev.runmark.options.OptionsException;
import dev.runmark.options.ServerOptions;
import dev.runmark.reader.http.ApiServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the HTTP API until the process is told to end. */
@Command(
    name = "serve",
    description = "Serves the HTTP API: runs are sent and read.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./runmark serve --config runmark.yaml",
      "  RUNMARK_API_LISTEN=127.0.0.1:9000 ./runmark serve",
      ""
    })
public final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final ConfigFile config = new ConfigFile();

  @Override
  public Integer call() throws IOException {
    ServerOptions options;
    ApiServer server;
    try {
      Phases.begin("options");
      options = ServerOptions.read(config.path(), System.getenv());
      Phases.begin("connect");
      server = ApiServer.start(options);
      Phases.begin("work");
    } catch (OptionsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Thread atExit = new Thread(server::close, "runmark-api-close");
    Runtime.getRuntime().addShutdownHook(atExit);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "serving http://"
            + options.api().listen().host()
            + ":"
            + server.port()
            + " (what can be asked: /openapi.json), Ctrl-C ends");
    out.flush();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(atExit);
      server.close();
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
