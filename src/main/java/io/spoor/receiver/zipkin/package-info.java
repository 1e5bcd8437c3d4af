// SPDX-License-Identifier: Apache-2.0
/** Receives the spans of Zipkin's clients, in all formats, over HTTP. */
@NullMarked
package io.spoor.receiver.zipkin;

import org.jspecify.annotations.NullMarked;
