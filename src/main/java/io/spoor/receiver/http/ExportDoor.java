// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.config.ReceiverTimeouts;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Vertx;

/**
 * What the requests of one receiver have in common.
 *
 * @param vertx for timers
 * @param receiver under which they are counted
 * @param timeouts how long clients may take
 * @param intake where messages go
 * @param open those that are not finished
 */
public record ExportDoor(
    Vertx vertx,
    LedgerReceiver receiver,
    ReceiverTimeouts timeouts,
    Intake intake,
    OpenRequests open) {}
