/** Objects by key: written once, read by byte range. The only room that knows the AWS SDK. */
@NullMarked
package dev.runmark.storage.objects;

import org.jspecify.annotations.NullMarked;
