package dev.runmark.quickstart.local;

/** Ports on the loopback, none of them 0. */
public record LocalPorts(int ui, int api, int kafka, int s3, int postgres) {}
