package dev.runmark.job.kafka;

import dev.runmark.job.options.DecodeOptions;
import dev.runmark.options.TenantOptions;
import java.io.Serializable;

/** What decides which events a record gives, and whose they are. */
public record DecodeRules(DecodeOptions limits, TenantOptions tenants) implements Serializable {
  private static final long serialVersionUID = 1L;
}
