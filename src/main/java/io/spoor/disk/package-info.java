// SPDX-License-Identifier: Apache-2.0
/**
 * The file system as the log and the stores need it: a seam at which tests make a disk tear, fill
 * up and fail. Knows nothing of what is kept there.
 */
@NullMarked
package io.spoor.disk;

import org.jspecify.annotations.NullMarked;
