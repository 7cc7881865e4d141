/**
 * Archives and compression: newc cpio and tar writing, tar reading, gzip and zstd, digests. Leans
 * on commons-compress and zstd-jni. Start at {@link org.wwj.archive.Entry}.
 */
@NullMarked
package org.wwj.archive;

import org.jspecify.annotations.NullMarked;
