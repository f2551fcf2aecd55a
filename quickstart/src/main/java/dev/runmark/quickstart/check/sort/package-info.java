/** More than fits into memory, brought together by key through temporary files. */
@NullMarked
package dev.runmark.quickstart.check.sort;

import org.jspecify.annotations.NullMarked;
