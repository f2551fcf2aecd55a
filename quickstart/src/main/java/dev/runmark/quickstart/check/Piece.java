package dev.runmark.quickstart.check;

/** One line of a run, read back. */
record Piece(VisibleLine line, RunFields fields) {}
