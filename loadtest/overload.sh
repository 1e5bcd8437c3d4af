#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Offers three times what the server can take, for two minutes, with a small heap. Passes when there
# is no OutOfMemoryError, the ledger balances all the time and at the end, every acknowledged span
# is stored, and the server takes a quarter of its capacity without a refusal within five seconds.
#
#   SPOOR_HEAP (256m), SECONDS_LONG (120), PROTOCOL grpc or http (grpc), FACTOR (3),
#   STORE segment or memory (segment)
set -euo pipefail
. "$(dirname "$0")/lib.sh"
export SPOOR_HEAP=${SPOOR_HEAP:-256m}
protocol=${PROTOCOL:-grpc}
failures=0

fail() {
  echo "FAILED: $1" >&2
  failures=$((failures + 1))
}

# load NAME [OPTION...]: prints rows, keeps them and the acknowledgements under that name
load() {
  local name=$1
  shift
  acks+=(--ack-log "$results/overload-$name.acks")
  generator load --target "$(target "$protocol")" --protocol "$protocol" --pid "$server_pid" \
    --ack-log "$results/overload-$name.acks" --name "$protocol, $name" "$@" |
    tee "$results/overload-$name.txt"
}

watch_ledger() {
  while sleep 1; do
    curl -s --max-time 5 "http://127.0.0.1:$admin_port/ledger" >"$results/overload-ledger.json" || continue
    grep -Eq '"balances" ?: ?true' "$results/overload-ledger.json" || echo "ledger did not balance"
  done
}

build_generator
machine
choose_data "overload"
start_server "overload" "$@"
acks=()
load capacity --warmup 1000000 --duration 10
capacity=$(spans_per_second "$results/overload-capacity.txt")
offered=$((capacity * ${FACTOR:-3}))
echo "# takes $capacity spans/s; now offered $offered for ${SECONDS_LONG:-120} s"

watch_ledger >"$results/overload-ledger.txt" &
watcher=$!
load overload --warmup 0 --rate "$offered" --duration "${SECONDS_LONG:-120}" \
  --connections 32 --in-flight 16
sleep 5
load afterwards --warmup 0 --rate $((capacity / 4)) --duration 5 || fail "requests failed afterwards"
kill "$watcher"
wait "$watcher" 2>/dev/null || true

kill -0 "$server_pid" || fail "the server has died"
grep -q OutOfMemoryError "$server_log" && fail "OutOfMemoryError"
[ -s "$results/overload-ledger.txt" ] && fail "the ledger did not balance under load"
grep -Eq '^# answers \{(OK|HTTP 200)=[0-9]+\}' "$results/overload-afterwards.txt" ||
  fail "refusals five seconds after the overload"
generator ledger --admin "http://127.0.0.1:$admin_port" "${acks[@]}" || fail "ledger"
generator verify --query "http://127.0.0.1:$query_port" --sample 500 --last 1000 --allow-absent \
  --ack-log "$results/overload-afterwards.acks" || fail "acknowledged spans are missing"
stop_server
[ "$failures" = 0 ] && echo "PASSED"
exit "$failures"
