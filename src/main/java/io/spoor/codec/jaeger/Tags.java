// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

/** Keys of tags, and of attributes that stand for what the model has no field for. */
final class Tags {
  /** All of Jaeger's flags, where there are others than that the span is sampled. */
  static final String FLAGS = "@jaeger@flags";

  /** Warnings about a span. */
  static final String WARNINGS = "@jaeger@warnings";

  /** Kind of a reference, on a link. */
  static final String REF_TYPE = "opentracing.ref_type";

  static final String CHILD_OF = "child_of";
  static final String FOLLOWS_FROM = "follows_from";

  /** Name of a service where a resource has none. */
  static final String NO_SERVICE_NAME = "OTLPResourceNoServiceName";

  private Tags() {}
}
