package dev.runmark.job.options;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose data a record is; only places that a producer of payloads cannot write count.
 *
 * @param header the record header that names the tenant, where a gateway sets it
 * @param byTopic the tenant of a whole topic
 * @param fallback the tenant of everything else
 */
public record TenantOptions(@Nullable String header, Map<String, String> byTopic, String fallback)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey HEADER =
      OptionKey.one("tenants.header", "record header that names the tenant");
  private static final OptionKey BY_TOPIC =
      OptionKey.map("tenants.by-topic", "the tenant of all records of a topic");
  private static final OptionKey FALLBACK =
      OptionKey.one("tenants.default", "default", "the tenant of everything else");

  static final List<OptionKey> KEYS = List.of(HEADER, BY_TOPIC, FALLBACK);

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public TenantOptions {
    byTopic = Collections.unmodifiableMap(new TreeMap<>(byTopic));
  }

  static TenantOptions from(Settings settings) {
    Map<String, String> byTopic = new TreeMap<>();
    settings
        .map(BY_TOPIC)
        .forEach((topic, setting) -> byTopic.put(topic, setting.typed(TenantOptions::tenant)));
    Optional<String> header = settings.find(HEADER, TenantOptions::tenant);
    return new TenantOptions(
        header.orElse(null), byTopic, settings.one(FALLBACK, TenantOptions::tenant));
  }

  private static String tenant(String text) {
    if (!TENANT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "wanted letters, digits, '.', '_', '-', at most 100, a letter or digit first");
    }
    return text;
  }
}
