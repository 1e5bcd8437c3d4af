#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures the whole process with the load of docs/performance.md and prints a row a protocol.
#
#   loadtest/run.sh [SPOOR OPTION...]
#
# CPU is counted until the storage has sealed and merged all it wants to. The data folder is an
# empty one for each protocol.
#
#   STORE  segment or memory (segment)
#   SPOOR_HEAP  heap of the server (512m)      PROTOCOLS  "grpc http", also jaeger (gRPC), thrift
#                                                         and zipkin (v2 JSON) over HTTP, each with
#                                                         -gzip, and compact (UDP)
#   SPANS       a measurement (2000000)        REPEAT     measurements a protocol (5)
#   WARMUP      spans sent before (1000000)    LOAD       more options of the generator
#   UDP_RATE    spans a second of compact (50000)
#   SEARCH=1    measures the searches too      RESULTS    where logs go (loadtest/results)
set -euo pipefail
. "$(dirname "$0")/lib.sh"

build_generator
machine
for protocol in ${PROTOCOLS:-grpc http}; do
  gzip=()
  if [[ $protocol == *-gzip ]]; then
    gzip=(--gzip)
  fi
  base=${protocol%-gzip}
  choose_data "run-$protocol"
  start_server "run-$protocol" "$@"
  if [ "$base" = compact ]; then # datagrams: nobody answers, so by the clock; 20 spans fit well
    udp=(--rate "${UDP_RATE:-50000}" --spans-per-request 20)
  else
    udp=()
  fi
  # shellcheck disable=SC2086 # options are split on purpose
  generator load --target "$(target "$base")" --protocol "$base" "${gzip[@]}" "${udp[@]}" --pid "$server_pid" \
    --settle "http://127.0.0.1:$admin_port" --warmup "${WARMUP:-1000000}" --spans "${SPANS:-2000000}" --repeat "${REPEAT:-5}" \
    --ack-log "$results/run-$protocol.acks" ${LOAD:-}
  if ! generator ledger --admin "http://127.0.0.1:$admin_port" --ack-log "$results/run-$protocol.acks"; then
    [ "$base" = compact ] || exit 1
    echo "# what is missing did not get past the kernel, or is counted as drops of the agent's port"
  fi
  disk_use "$(stored)"
  allocated "$(stored)"
  if [ -n "${SEARCH:-}" ]; then
    generator search --query "http://127.0.0.1:$query_port" --ack-log "$results/run-$protocol.acks" \
      --last "${SEARCH_LAST:-5000}"
  fi
  stop_server
done
