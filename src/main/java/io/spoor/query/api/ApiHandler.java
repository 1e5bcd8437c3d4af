// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

/** Serves the requests of one route, on their event loops; what it throws becomes the answer. */
@FunctionalInterface
interface ApiHandler {
  void serve(Exchange exchange);
}
