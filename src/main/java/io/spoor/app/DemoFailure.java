// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import java.util.EnumSet;
import java.util.Set;

/** Something that goes wrong in the shop. Travels up through the spans, as an exception would. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String type;
  private final transient Set<DemoService> recorded = EnumSet.noneOf(DemoService.class);

  DemoFailure(String type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  /** The exception's class, in the language of the service it comes from. */
  String type() {
    return type;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** Whether this service has not recorded it yet; it is recorded then. */
  boolean isNewTo(DemoService service) {
    return recorded.add(service);
  }
}
