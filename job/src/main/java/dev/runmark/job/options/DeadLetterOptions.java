package dev.runmark.job.options;

import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionTypes;
import dev.runmark.options.Settings;
import java.io.Serializable;
import java.util.List;

/**
 * Where records go that cannot be stored.
 *
 * @param topic a topic of the same Kafka cluster, none of those that are read
 */
public record DeadLetterOptions(String topic) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey TOPIC =
      OptionKey.one("dead-letters.topic", "topic for records that cannot be stored");

  static final List<OptionKey> KEYS = List.of(TOPIC);

  static DeadLetterOptions from(Settings settings) {
    return new DeadLetterOptions(settings.one(TOPIC, OptionTypes::topic));
  }
}
