// SPDX-License-Identifier: Apache-2.0
/**
 * How the values of one column become bytes and back: packed numbers, dictionaries, templates of
 * text, filters. Knows the model; knows nothing of files.
 */
@NullMarked
package io.spoor.storage.segment.column;

import org.jspecify.annotations.NullMarked;
