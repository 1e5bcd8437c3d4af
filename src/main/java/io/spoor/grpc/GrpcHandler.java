// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

/**
 * Serves the calls of one method. Called on the event loop of the call's connection; what it throws
 * becomes the call's end.
 */
@FunctionalInterface
public interface GrpcHandler {

  /** Begins to answer: the call is open until it is ended, failed, cancelled or past its time. */
  void serve(GrpcCall call);
}
