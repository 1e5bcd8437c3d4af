// SPDX-License-Identifier: Apache-2.0
/** The OTLP transports: gRPC and HTTP. */
@NullMarked
package io.spoor.receiver.otlp;

import org.jspecify.annotations.NullMarked;
