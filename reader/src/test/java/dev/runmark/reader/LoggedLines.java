package dev.runmark.reader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What is logged below a name while this is open. */
final class LoggedLines extends AbstractAppender implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LoggedLines(Logger logger) {
    super("logged lines", null, null, false, Property.EMPTY_ARRAY);
    this.logger = logger;
  }

  static LoggedLines of(String name) {
    Logger logger = (Logger) LogManager.getLogger(name);
    LoggedLines lines = new LoggedLines(logger);
    lines.start();
    logger.addAppender(lines);
    Configurator.setLevel(name, Level.INFO);
    return lines;
  }

  List<String> having(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getMessage().getFormattedMessage());
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
