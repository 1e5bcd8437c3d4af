// SPDX-License-Identifier: Apache-2.0

/**
 * Sends OTLP spans at next to no cost and measures what the server spends on them.
 *
 * <p>It shares no class with the product, so that it can be pointed at any OTLP server.
 */
package io.spoor.loadtest;
