// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

/**
 * What a backend can do. Whatever it cannot is refused in words, never answered with less.
 *
 * @param searchWithoutServiceName whether a search may leave the service open
 * @param durable whether an acknowledged span survives a crash of the process
 */
public record Capabilities(boolean searchWithoutServiceName, boolean durable) {}
