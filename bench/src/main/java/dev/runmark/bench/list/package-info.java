/** What paging through very many runs costs, in time and in memory. */
@NullMarked
package dev.runmark.bench.list;

import org.jspecify.annotations.NullMarked;
