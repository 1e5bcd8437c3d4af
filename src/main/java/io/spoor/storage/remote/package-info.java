// SPDX-License-Identifier: Apache-2.0
/**
 * Spans that another server keeps: sent there over OTLP gRPC, with a spool on disk before it where
 * that is wanted.
 */
@NullMarked
package io.spoor.storage.remote;

import org.jspecify.annotations.NullMarked;
