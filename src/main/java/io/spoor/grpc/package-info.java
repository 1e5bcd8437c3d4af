// SPDX-License-Identifier: Apache-2.0
/**
 * What every port has in common that answers gRPC calls: connections, frames, deadlines, errors,
 * back-pressure, draining, health and reflection.
 *
 * <p>Knows nothing of what is asked or answered: services are registered by whoever opens a port.
 * Intake of spans does not pass here, as it must know sizes before it reads (docs/adr/0007).
 */
@NullMarked
package io.spoor.grpc;

import org.jspecify.annotations.NullMarked;
