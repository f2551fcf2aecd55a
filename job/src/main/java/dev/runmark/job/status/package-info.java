/** How a job stands: what the index, the brokers and the bucket say of it. */
@NullMarked
package dev.runmark.job.status;

import org.jspecify.annotations.NullMarked;
