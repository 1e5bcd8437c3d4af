// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

/**
 * Behaviour that every {@link TraceStorage} must show. Subclass it once a backend; the bounds of
 * the backend must leave room for 200,000 small spans.
 */
public abstract class TraceStorageContract extends TraceReadContract
    implements WriteContract, IsolationContract, ConcurrencyContract, RandomContract {}
