package dev.runmark.quickstart.check.topic;

/**
 * Whose the runs are: the options {@code tenants.*}.
 *
 * @param fallback of records that name none
 * @param fromHeader whether the record header may name one
 */
public record Tenants(String fallback, boolean fromHeader) {

  public static final Tenants DEFAULT = new Tenants("default", false);
}
