package dev.runmark.decode;

import java.io.Serializable;

/**
 * Whose the runs of a record are. Never taken from the payload: whoever writes a payload would
 * choose its owner.
 *
 * @param defaultTenant of records that name none
 * @param fromHeader whether the record header {@value #HEADER} decides: only where every producer
 *     of the topic may be trusted with it
 */
public record TenantPolicy(String defaultTenant, boolean fromHeader) implements Serializable {

  /** The record header that names the tenant, in UTF-8. */
  public static final String HEADER = "runmark-tenant";

  public static final TenantPolicy DEFAULT = new TenantPolicy("default", false);

  public TenantPolicy {
    if (defaultTenant.isBlank() || defaultTenant.length() > IndexedText.MAX_CODE_POINTS) {
      throw new IllegalArgumentException(
          "default tenant '"
              + defaultTenant
              + "': wanted 1 to "
              + IndexedText.MAX_CODE_POINTS
              + " characters, not all blank");
    }
  }
}
