// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.receiver.ReceivedBody.Format;
import io.spoor.receiver.SpanIntake.Accepted;
import java.util.function.Function;

/**
 * A unary method that takes spans in.
 *
 * @param path such as {@code /package.Service/Method}
 * @param format what its request is written in
 * @param response makes the message of a successful answer; called on any event loop
 */
public record GrpcMethod(String path, Format format, Function<Accepted, byte[]> response) {}
