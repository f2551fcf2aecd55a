/** What an operator decides: one YAML file, environment overrides, one checked record a concern. */
@NullMarked
package dev.runmark.job.options;

import org.jspecify.annotations.NullMarked;
