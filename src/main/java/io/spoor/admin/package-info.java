// SPDX-License-Identifier: Apache-2.0
/**
 * Health, readiness, metrics and the ledger, on a port of their own.
 *
 * <p>Must not know the components it reports on.
 */
@NullMarked
package io.spoor.admin;

import org.jspecify.annotations.NullMarked;
