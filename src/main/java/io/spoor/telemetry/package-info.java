// SPDX-License-Identifier: Apache-2.0
/**
 * What Spoor says about itself: one metrics class per component, the ledger of spans and rate-
 * limited logging.
 *
 * <p>Must not know the components it measures.
 */
@NullMarked
package io.spoor.telemetry;

import org.jspecify.annotations.NullMarked;
