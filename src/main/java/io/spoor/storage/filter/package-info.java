// SPDX-License-Identifier: Apache-2.0
/** The reference evaluation of structured filters on spans, one for every backend. */
@NullMarked
package io.spoor.storage.filter;

import org.jspecify.annotations.NullMarked;
