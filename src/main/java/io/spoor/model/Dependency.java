// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Calls between two services; a service that calls itself counts.
 *
 * @param parent service of the parent span
 * @param child service of the child span
 * @param callCount number of child spans
 */
public record Dependency(String parent, String child, long callCount) {}
