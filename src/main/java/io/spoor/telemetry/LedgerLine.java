// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/**
 * One account as it stood at the moment of a snapshot.
 *
 * @param tenant {@link Ledger#OTHER_TENANTS} for those that found no room for an account
 */
public record LedgerLine(LedgerReceiver receiver, String tenant, LedgerCounts counts) {}
