package dev.runmark.bench.recovery;

/**
 * One kill and what came after it.
 *
 * @param noticed seconds until the job's tasks did not all run any more, as the JobManager tells
 * @param running seconds until they all ran again
 * @param visible seconds until a part was committed that was opened after the kill
 */
public record Kill(String heartbeat, int number, double noticed, double running, double visible) {}
