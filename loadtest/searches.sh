#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Fills the store, waits until it has settled, and measures searches over the HTTP API while ingest
# goes on: with time windows that end before that ingest began, and with ones that include it.
# Every answer is checked; fails when one is wrong or when ingest was refused.
#
#   loadtest/searches.sh [SPOOR OPTION...]
#
#   SPANS      stored before (10000000)        TIME_SPAN  over which they seem to have come (2h)
#   RATE       spans/s of the ingest (20000)   COUNT      searches of each kind (200)
#   WARMUP     searches of each kind before those that are measured (300): a server in use is warm
#   SPOOR_HEAP heap of the server (512m)       STORE      segment or memory (segment)
#   DATA       a folder that an earlier run has filled and left; skips filling. Its acknowledgements
#              are looked for in RESULTS (loadtest/results), where logs go
set -euo pipefail
. "$(dirname "$0")/lib.sh"
spans=${SPANS:-10000000}
acks=$results/searches-fill.acks
status=0

# measure OPTION...
measure() {
  generator search --query "http://127.0.0.1:$query_port" --ack-log "$acks" \
    --count "${COUNT:-200}" --warmup "${WARMUP:-300}" --lookback 24h "$@" || status=1
}

build_generator
machine
choose_data searches
start_server searches "$@"
if [ -z "${DATA:-}" ] || [ ! -f "$acks" ]; then
  generator load --target "127.0.0.1:$grpc_port" --protocol grpc --pid "$server_pid" \
    --settle "http://127.0.0.1:$admin_port" --warmup 0 --spans "$spans" \
    --time-span "${TIME_SPAN:-2h}" --retry --max-attempts 1000 --stall-timeout 3600 \
    --name "fill" --ack-log "$acks"
  date +%s%3N >"$acks.until"
fi
settle
disk_use $((($(wc -l <"$acks") - 1) * 512))
sleep 2 # what comes next begins later than all of it
generator_beside "$results/searches-ingest.txt" load --target "127.0.0.1:$grpc_port" \
  --protocol grpc --warmup 0 --rate "${RATE:-20000}" --duration 86400 \
  --name "ingest during the searches"
sleep 3
echo
echo "Window that ends before the ingest:"
echo
measure --until "$(cat "$acks.until")"
echo
echo "Window that includes it:"
echo
measure
kill "$beside" 2>/dev/null || status=1
wait "$beside" 2>/dev/null || true
beside=
echo
cat "$results/searches-ingest.txt"
grep -Eq '^# answers \{OK=[0-9]+\}' "$results/searches-ingest.txt" || status=1
stop_server
[ "$status" = 0 ] && echo "PASSED" || echo "FAILED"
exit "$status"
