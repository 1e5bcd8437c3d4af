// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.config.ReceiverTimeouts;
import io.spoor.model.Tenant;
import io.spoor.receiver.Intake;
import io.spoor.receiver.IntakeException;
import io.spoor.receiver.OpenRequests;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * What the requests of one receiver have in common.
 *
 * @param vertx for timers
 * @param receiver under which they are counted
 * @param timeouts how long clients may take
 * @param intake where messages go
 * @param open those that are not finished
 * @param tenantHeader whether {@code x-tenant} names the owner of the spans
 */
public record ExportDoor(
    Vertx vertx,
    LedgerReceiver receiver,
    ReceiverTimeouts timeouts,
    Intake intake,
    OpenRequests open,
    boolean tenantHeader) {
  private static final String TENANT = "x-tenant";

  /** Of a port whose spans all belong to the default tenant. */
  public ExportDoor(
      Vertx vertx,
      LedgerReceiver receiver,
      ReceiverTimeouts timeouts,
      Intake intake,
      OpenRequests open) {
    this(vertx, receiver, timeouts, intake, open, false);
  }

  /** Whose spans a request brings; rejects a name that is none. */
  Tenant tenantOf(HttpServerRequest request) {
    String name = tenantHeader ? request.getHeader(TENANT) : null;
    if (name == null) {
      return Tenant.DEFAULT;
    }
    try {
      return new Tenant(name);
    } catch (IllegalArgumentException e) {
      throw new IntakeException(IntakeReason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }
}
