package dev.runmark.options;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whose data a record is; never told by its payload.
 *
 * @param fallback the tenant of records that name none
 * @param fromHeader whether a record header names the tenant: only where every producer of the
 *     topics may be trusted with it
 * @param acceptOther whether both may differ from what runs of these topics were stored for
 */
public record TenantOptions(String fallback, boolean fromHeader, boolean acceptOther)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey FALLBACK =
      OptionKey.one("tenants.default", "default", "the tenant of records that name none");
  private static final OptionKey FROM_HEADER =
      OptionKey.one("tenants.from-header", "false", "trust the record header runmark-tenant");

  private static final OptionKey ACCEPT_OTHER =
      OptionKey.one(
          "tenants.accept-other", "false", "start although runs were stored for other tenants");

  public static final List<OptionKey> KEYS = List.of(FALLBACK, FROM_HEADER, ACCEPT_OTHER);

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public static TenantOptions from(Settings settings) {
    return new TenantOptions(
        settings.one(FALLBACK, TenantOptions::tenant),
        settings.one(FROM_HEADER, OptionTypes::flag),
        settings.one(ACCEPT_OTHER, OptionTypes::flag));
  }

  /** The text when it is what a tenant may be called. */
  static String tenant(String text) {
    if (!TENANT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "wanted letters, digits, '.', '_', '-', at most 100, a letter or digit first");
    }
    return text;
  }
}
