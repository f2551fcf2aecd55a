package dev.runmark.options;

import dev.runmark.options.OptionKey.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of one start: the file's, overridden by the environment's, every key known. Reads
 * give typed values or an {@link OptionsException} that names origin and key.
 */
public final class Settings {

  /** What the launcher and the commands read, and no option. */
  private static final Set<String> LAUNCHER =
      Set.of("RUNMARK_JAVA_OPTS", "RUNMARK_OTHER_SERVERS", "RUNMARK_CONFIG");

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  private final String file;
  private final Map<String, Setting> settings;

  private Settings(String file, Map<String, Setting> settings) {
    this.file = file;
    this.settings = settings;
  }

  /** The file with the environment's overrides. */
  public static Settings read(Path file, Map<String, String> environment, List<OptionKey> known) {
    return of(file.toString(), YamlSettings.read(file), environment, known);
  }

  /** The text, as if a file of that name held it, with the environment's overrides. */
  public static Settings parse(
      String file, String text, Map<String, String> environment, List<OptionKey> known) {
    return of(file, YamlSettings.parse(file, text), environment, known);
  }

  private static Settings of(
      String file,
      Map<String, Setting> typed,
      Map<String, String> environment,
      List<OptionKey> known) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    typed.forEach(
        (path, setting) -> {
          refuseUnknown(setting, known);
          settings.put(path, setting);
        });
    known.forEach(key -> override(key, environment).ifPresent(s -> settings.put(key.path(), s)));
    warnOfUnknown(environment, known);
    return new Settings(file, settings);
  }

  private static void refuseUnknown(Setting setting, List<OptionKey> known) {
    if (known.stream().noneMatch(key -> key.takes(setting.path()))) {
      String section = setting.path().replaceFirst("\\..*", ".");
      String near =
          known.stream()
              .map(OptionKey::path)
              .filter(path -> path.startsWith(section))
              .collect(Collectors.joining(", "));
      throw setting.refused(near.isEmpty() ? "unknown key" : "unknown key; known here are " + near);
    }
  }

  private static Optional<Setting> override(OptionKey key, Map<String, String> environment) {
    String text = environment.get(key.variable());
    if (text == null || key.kind() == Kind.MAP) {
      return Optional.empty();
    }
    boolean list = key.kind() == Kind.LIST;
    List<String> values = list ? List.of(text.split("\\s*,\\s*", -1)) : List.of(text);
    return Optional.of(
        new Setting(key.path(), values, list, "environment variable " + key.variable()));
  }

  /** Only a warning: Kubernetes itself sets RUNMARK_SERVICE_HOST beside a service of that name. */
  private static void warnOfUnknown(Map<String, String> environment, List<OptionKey> known) {
    environment.keySet().stream()
        .filter(name -> name.startsWith("RUNMARK_") && !LAUNCHER.contains(name))
        .filter(name -> known.stream().noneMatch(key -> key.variable().equals(name)))
        .forEach(name -> LOG.warn("environment variable {}: overrides no option", name));
  }

  /** The option's value, or its fallback. */
  public <T> T one(OptionKey key, Function<String, T> type) {
    return find(key, type)
        .orElseGet(
            () -> {
              if (key.fallback() == null) {
                throw missing(key);
              }
              return type.apply(key.fallback());
            });
  }

  /** The option's value where somebody set it. */
  public <T> Optional<T> find(OptionKey key, Function<String, T> type) {
    return setting(key).map(setting -> setting.typed(type));
  }

  /** The option's values; a list that may not be absent, empty or repeat itself. */
  public <T> List<T> list(OptionKey key, Function<String, T> type) {
    return setting(key).orElseThrow(() -> missing(key)).typedList(type);
  }

  /** The option's values where somebody set them. */
  public <T> Optional<List<T>> findList(OptionKey key, Function<String, T> type) {
    return setting(key).map(setting -> setting.typedList(type));
  }

  /** The free keys below the option's path, without it. */
  Map<String, Setting> map(OptionKey key) {
    Map<String, Setting> entries = new LinkedHashMap<>();
    settings.forEach(
        (path, setting) -> {
          if (key.takes(path)) {
            if (setting.list()) {
              throw setting.refused("wanted one value, not a list");
            }
            entries.put(path.substring(key.path().length() + 1), setting);
          }
        });
    return entries;
  }

  /** The secret's place; what was typed is never quoted. */
  public Optional<Secret> secret(OptionKey key) {
    return setting(key).map(Setting::secret);
  }

  /** Builds a record; what its constructor refuses is told with the file's name. */
  public <T> T build(Supplier<T> record) {
    try {
      return record.get();
    } catch (IllegalArgumentException e) {
      throw new OptionsException(file + ": " + e.getMessage(), e);
    }
  }

  private Optional<Setting> setting(OptionKey key) {
    return Optional.ofNullable(settings.get(key.path()));
  }

  OptionsException missing(OptionKey key) {
    return new OptionsException(
        file
            + ": "
            + key.path()
            + ": must be set ("
            + key.purpose()
            + "), here or as "
            + key.variable());
  }
}
