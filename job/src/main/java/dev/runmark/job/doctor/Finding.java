package dev.runmark.job.doctor;

/**
 * What a check has found.
 *
 * @param subject what was looked at
 * @param text what it is like; when it is not well, what to change
 */
public record Finding(Verdict verdict, String subject, String text) {}
