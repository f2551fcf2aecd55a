package dev.runmark.options;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a YAML file into settings by path, without guessing types: every value stays the text that
 * was typed. Of YAML only mappings, lists of scalars and scalars are taken; tags, anchors, aliases,
 * tabs, a byte order mark, duplicate keys and further documents are refused.
 */
public final class YamlSettings {

  /** Options have three levels; deeper than any stack goes must not be asked of it. */
  private static final int DEEPEST = 20;

  private final String file;
  private final Iterator<Event> events;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private YamlSettings(String file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  public static Map<String, Setting> read(Path path) {
    String name = path.toString();
    try {
      byte[] bytes = Files.readAllBytes(path);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(name, text);
    } catch (CharacterCodingException e) {
      throw new OptionsException(name + ": the file is not UTF-8", e);
    } catch (IOException e) {
      throw new OptionsException("read options " + name + ": " + e, e);
    }
  }

  static Map<String, Setting> parse(String file, String text) {
    refuseCharacters(file, text);
    try {
      Iterator<Event> events =
          new Parse(LoadSettings.builder().setLabel(file).build()).parseString(text).iterator();
      return new YamlSettings(file, events).document();
    } catch (MarkedYamlEngineException e) {
      // Never the exception's own message: it quotes the line, and that may hold a secret.
      String line = e.getProblemMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
      throw new OptionsException(file + line + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new OptionsException(file + ": not YAML: " + e.getClass().getSimpleName());
    }
  }

  private static void refuseCharacters(String file, String text) {
    if (text.startsWith("\uFEFF")) {
      throw new OptionsException(file + ": the file begins with a byte order mark; remove it");
    }
    int tab = text.indexOf('\t');
    if (tab >= 0) {
      long line = text.substring(0, tab).chars().filter(c -> c == '\n').count() + 1;
      throw new OptionsException(file + " line " + line + ": a tab; indent with spaces");
    }
  }

  private Map<String, Setting> document() {
    boolean seen = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (!(event instanceof NodeEvent)) {
        continue;
      }
      if (seen) {
        throw refused(event, "", "a second document in the file");
      }
      if (!(event instanceof MappingStartEvent)) {
        throw refused(event, "", "wanted keys and values at the top");
      }
      seen = true;
      mapping("", 1);
    }
    return settings;
  }

  private void mapping(String path, int depth) {
    for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
      if (!(plain(key, path) instanceof ScalarEvent scalar) || scalar.getValue().isEmpty()) {
        throw refused(key, path, "a key must be a word");
      }
      value(path.isEmpty() ? scalar.getValue() : path + "." + scalar.getValue(), depth);
    }
  }

  private void value(String path, int depth) {
    Event event = plain(events.next(), path);
    if (event instanceof MappingStartEvent) {
      if (depth == DEEPEST) {
        throw refused(event, "", "more than " + DEEPEST + " levels of keys");
      }
      mapping(path, depth + 1);
    } else if (event instanceof SequenceStartEvent) {
      put(new Setting(path, sequence(path), true, origin(event)));
    } else {
      put(new Setting(path, List.of(((ScalarEvent) event).getValue()), false, origin(event)));
    }
  }

  private List<String> sequence(String path) {
    List<String> values = new ArrayList<>();
    for (Event item = events.next(); !(item instanceof SequenceEndEvent); item = events.next()) {
      if (!(plain(item, path) instanceof ScalarEvent scalar)) {
        throw refused(item, path, "a list may hold plain values only");
      }
      values.add(scalar.getValue());
    }
    return values;
  }

  private void put(Setting setting) {
    Setting earlier = settings.putIfAbsent(setting.path(), setting);
    if (earlier != null) {
      throw setting.refused("duplicate key, first in " + earlier.origin());
    }
  }

  private Event plain(Event event, String path) {
    if (event instanceof AliasEvent) {
      throw refused(event, path, "an alias; write the value out");
    }
    boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
    boolean tagged =
        event instanceof ScalarEvent scalar
            ? scalar.getTag().isPresent()
            : event instanceof MappingStartEvent map
                ? map.getTag().isPresent()
                : event instanceof SequenceStartEvent list && list.getTag().isPresent();
    if (anchored || tagged) {
      throw refused(event, path, (tagged ? "a YAML tag" : "an anchor") + "; write the plain value");
    }
    return event;
  }

  private OptionsException refused(Event event, String path, String why) {
    return new OptionsException(origin(event) + ": " + (path.isEmpty() ? "" : path + ": ") + why);
  }

  private String origin(Event event) {
    return event.getStartMark().map(mark -> file + " line " + (mark.getLine() + 1)).orElse(file);
  }
}
