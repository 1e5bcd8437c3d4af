// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

/** How the owner of spans is named to a server. */
final class RemoteTenant {
  /** The header that Jaeger has for it unless configured otherwise; absent for the default one. */
  static final String HEADER = "x-tenant";

  private RemoteTenant() {}
}
