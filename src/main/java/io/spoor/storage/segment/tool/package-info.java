// SPDX-License-Identifier: Apache-2.0
/**
 * What a person does to a store's folder from outside: look into it, check it, take spans out of it
 * and into it, copy it. Only importing needs the folder for itself; the rest reads beside a process
 * that uses it, and takes no lock. Blocking.
 */
@NullMarked
package io.spoor.storage.segment.tool;

import org.jspecify.annotations.NullMarked;
