// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcException;
import io.spoor.model.Tenant;

/** Whose spans a call on the remote storage port is about: a header says so, else the default. */
final class StorageTenant {
  private static final String HEADER = "x-tenant";

  private StorageTenant() {}

  static Tenant tenantOf(GrpcCall call) {
    String name = call.header(HEADER);
    if (name == null) {
      return Tenant.DEFAULT;
    }
    try {
      return new Tenant(name);
    } catch (IllegalArgumentException e) {
      throw GrpcException.invalid(String.valueOf(e.getMessage()));
    }
  }
}
