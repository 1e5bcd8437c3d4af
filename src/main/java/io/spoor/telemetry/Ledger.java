// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts for every span that was received, so that none is lost without a word.
 *
 * <p>Counted in spans, per receiver and tenant, deliveries:
 *
 * <pre>received = stored + dropped + rejected + refused + failed + in flight</pre>
 *
 * <p>Callable from any thread. All accounts share one critical section, entered a few times a
 * batch, so that a snapshot shows them at one moment and balances at any moment (ADR 0005).
 */
public final class Ledger {
  /** The tenant of the account that takes what finds no room; no tenant can have this name. */
  public static final String OTHER_TENANTS = "(other)";

  static final int MAX_TENANTS = 256;

  private final Clock clock;
  private final Object lock = new Object();
  private final Map<Key, Account> accounts = new ConcurrentHashMap<>();

  // Guarded by lock.
  private final List<Account> inOrder = new ArrayList<>();
  private final Set<String> tenants = new HashSet<>();
  private final LedgerHistory history = new LedgerHistory();
  private long replayed;

  /** Opens a ledger in which nothing has happened yet. */
  public Ledger(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * The account of a receiver and a tenant, opened when it is not there yet.
   *
   * <p>The first 256 tenants have accounts of their own; the rest share one a receiver, named
   * {@link #OTHER_TENANTS}.
   */
  public Account account(LedgerReceiver receiver, String tenant) {
    Account account = accounts.get(new Key(receiver, tenant));
    return account != null ? account : open(receiver, tenant);
  }

  /** Counts spans that storage replayed from its log at start: no part of the equation. */
  public void replayed(long spans) {
    synchronized (lock) {
      replayed += spans;
    }
  }

  /** Every account at this one moment. */
  public LedgerSnapshot snapshot() {
    synchronized (lock) {
      List<LedgerLine> lines = new ArrayList<>(inOrder.size());
      for (Account account : inOrder) {
        lines.add(account.line());
      }
      return new LedgerSnapshot(clock.instant(), lines, replayed);
    }
  }

  /**
   * Adds this moment to the history. Called every {@link LedgerHistory#STEP} by whoever owns the
   * timer.
   */
  public void recordHistory() {
    LedgerSnapshot now = snapshot();
    synchronized (lock) {
      history.add(LedgerPoint.of(now));
    }
  }

  /** The recorded moments of the last hour at most, oldest first. */
  public List<LedgerPoint> history() {
    synchronized (lock) {
      return history.points();
    }
  }

  private Account open(LedgerReceiver receiver, String tenant) {
    synchronized (lock) {
      boolean room = tenants.contains(tenant) || tenants.size() < MAX_TENANTS;
      Key key = new Key(receiver, room ? tenant : OTHER_TENANTS);
      Account account = accounts.get(key);
      if (account == null) {
        account = new Account(key);
        accounts.put(key, account);
        inOrder.add(account);
        if (room) {
          tenants.add(tenant);
        }
      }
      return account;
    }
  }

  private record Key(LedgerReceiver receiver, String tenant) {
    Key {
      requireNonNull(receiver, "receiver");
      requireNonNull(tenant, "tenant");
    }
  }

  /**
   * The spans of one receiver and one tenant. Callable from any thread.
   *
   * <p>{@link #received} comes first; every other method moves spans out of flight, so each span of
   * a batch goes through exactly one of them, once.
   */
  public final class Account {
    private final Key key;
    private final long[] counts = new long[LedgerLayout.LENGTH]; // guarded by lock

    private Account(Key key) {
      this.key = key;
    }

    /** Spans were decoded, invalid ones included, and are in flight now. */
    public void received(int spans) {
      synchronized (lock) {
        counts[LedgerLayout.RECEIVED] += spans;
        counts[LedgerLayout.IN_FLIGHT] += spans;
      }
    }

    /**
     * A batch came to its end in storage.
     *
     * @param deduplicated how many of {@code stored} were copies of spans stored before
     * @param dropped by a processor
     * @param rejected by storage, for good
     */
    public void settled(int stored, int deduplicated, int dropped, int rejected) {
      synchronized (lock) {
        counts[LedgerLayout.STORED] += stored;
        counts[LedgerLayout.DEDUPLICATED] += deduplicated;
        counts[LedgerLayout.index(LedgerFate.DROPPED, LedgerReason.PROCESSOR)] += dropped;
        counts[LedgerLayout.index(LedgerFate.REJECTED, LedgerReason.STORAGE_REJECTED)] += rejected;
        counts[LedgerLayout.IN_FLIGHT] -= (long) stored + dropped + rejected;
      }
    }

    /** Spans were given up by a decision of ours. */
    public void dropped(int spans, LedgerReason reason) {
      unstored(spans, LedgerFate.DROPPED, reason);
    }

    /** Spans were given back to a sender who can retry. */
    public void refused(int spans, LedgerReason reason) {
      unstored(spans, LedgerFate.REFUSED, reason);
    }

    /** Spans can never be stored: malformed, or refused for good by storage. */
    public void rejected(int spans, LedgerReason reason) {
      unstored(spans, LedgerFate.REJECTED, reason);
    }

    /** Spans are lost and no sender is left to retry. */
    public void failed(int spans, LedgerReason reason) {
      unstored(spans, LedgerFate.FAILED, reason);
    }

    /** Spans met any fate but {@link LedgerFate#STORED}. */
    public void unstored(int spans, LedgerFate fate, LedgerReason reason) {
      int index = LedgerLayout.index(fate, reason);
      synchronized (lock) {
        counts[index] += spans;
        counts[LedgerLayout.IN_FLIGHT] -= spans;
      }
    }

    private LedgerLine line() {
      return new LedgerLine(key.receiver(), key.tenant(), new LedgerCounts(counts.clone()));
    }
  }
}
