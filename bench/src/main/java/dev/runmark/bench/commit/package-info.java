/** What making rows visible costs, beside other ways to put them into the same table. */
@NullMarked
package dev.runmark.bench.commit;

import org.jspecify.annotations.NullMarked;
