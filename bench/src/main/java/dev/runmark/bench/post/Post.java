package dev.runmark.bench.post;

/**
 * What one post took, and the floor beside it.
 *
 * @param created seconds until all runs were in Kafka, and the answer here
 * @param visible seconds of another post until all of its runs could be read, likewise
 * @param floor seconds of a plain producer for the same records
 */
public record Post(double created, double visible, double floor) {}
