// SPDX-License-Identifier: Apache-2.0
/**
 * The structured filter of a search: a tree of conditions that one and the same span has to fulfil.
 * What each means is said in docs/query.md. Knows the JDK and {@code io.spoor.model} only.
 */
@NullMarked
package io.spoor.model.filter;

import org.jspecify.annotations.NullMarked;
