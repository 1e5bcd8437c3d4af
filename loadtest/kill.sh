#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Kills the server with SIGKILL at a random moment under full load, starts it again on the same
# folder while the senders retry, and checks that every acknowledged span is there once, and that
# searches find it. Again and again on one folder.
#
#   loadtest/kill.sh [SPOOR OPTION...]
#
#   ROUNDS        kills (10)                    SECONDS_LONG  of load a round (8)
#   SAMPLE        traces looked for by id a round (0: all that were acknowledged)
#   SEARCHES      spans searched for a round (100)   RATE     spans/s (0: as fast as it goes)
#   SPOOR_HEAP    heap of the server (512m)     SEED          of the moments (by the clock)
set -euo pipefail
. "$(dirname "$0")/lib.sh"
seed=${SEED:-$(date +%s)}
RANDOM=$((seed % 32768))
seconds=${SECONDS_LONG:-8}
failures=0

fail() {
  echo "FAILED: $1" >&2
  failures=$((failures + 1))
}

# verify ROUND SAMPLE
verify() {
  generator verify --query "http://127.0.0.1:$query_port" --ack-log "$results/kill-$1.acks" \
    --sample "$2" --search "${SEARCHES:-100}" || fail "round $1: acknowledged spans are missing, or there twice"
}

build_generator
machine
echo "# seed $seed"
choose_data kill
start_server kill-0 "$@"
for round in $(seq "${ROUNDS:-10}"); do
  generator_beside "$results/kill-load-$round.txt" load --target "127.0.0.1:$grpc_port" \
    --protocol grpc --warmup 0 --rate "${RATE:-0}" --duration "$seconds" \
    --retry --max-attempts 1000 --stall-timeout 120 --ack-log "$results/kill-$round.acks"
  moment=$(awk -v r="$RANDOM" -v s="$seconds" 'BEGIN {printf "%.3f", 0.3 + r / 32768 * (s - 1)}')
  sleep "$moment"
  kill_server
  launch_server "$results/kill-$round.log" "$@"
  wait "$beside" || fail "round $round: the load did not end well, see $results/kill-load-$round.txt"
  beside=
  echo "## round $round: killed after $moment s, ready again in $ready_millis ms"
  grep '^| grpc' "$results/kill-load-$round.txt" | cut -d'|' -f8 | sed 's/^/acknowledged/'
  generator ledger --admin "http://127.0.0.1:$admin_port" || fail "round $round: ledger"
  verify "$round" "${SAMPLE:-0}"
done
echo "## at the end, all rounds"
settle
for round in $(seq "${ROUNDS:-10}"); do
  verify "$round" 500
done
stop_server
[ "$failures" = 0 ] && echo "PASSED"
exit "$failures"
