/** An S3 server inside this JVM. */
@NullMarked
package dev.runmark.embedded.s3;

import org.jspecify.annotations.NullMarked;
