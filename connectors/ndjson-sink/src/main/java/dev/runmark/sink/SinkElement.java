package dev.runmark.sink;

/** What goes into the sink: lines, and between them, before each barrier, how far the input is. */
public sealed interface SinkElement permits Trace, FrontierMark {}
