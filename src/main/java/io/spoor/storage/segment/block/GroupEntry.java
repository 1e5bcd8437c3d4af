// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/**
 * Where a row group stands.
 *
 * @param offset in the file
 * @param headerLength bytes of the header with which it begins
 * @param length bytes of header and pages
 * @param headerCrc CRC32C of the header, which has the checksums of the pages
 */
record GroupEntry(long offset, int headerLength, int length, int headerCrc, GroupStats stats) {}
