/**
 * How what an operator decides is read: one YAML file, environment overrides, secrets by reference;
 * and the records for the servers that every part of the product connects to.
 */
@NullMarked
package dev.runmark.options;

import org.jspecify.annotations.NullMarked;
