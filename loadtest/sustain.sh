#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Holds a rate for a minute: fails when spans were refused or lost. Arguments go to the server.
#
#   SPOOR_HEAP (512m), RATE spans/s (200000), SECONDS_LONG (60), PROTOCOL grpc or http (grpc),
#   STORE segment or memory (segment)
set -euo pipefail
. "$(dirname "$0")/lib.sh"
protocol=${PROTOCOL:-grpc}
acks=$results/sustain-$protocol.acks

build_generator
machine
choose_data "sustain-$protocol"
start_server "sustain-$protocol" "$@"
generator load --target "$(target "$protocol")" --protocol "$protocol" --pid "$server_pid" \
  --settle "http://127.0.0.1:$admin_port" \
  --warmup 1000000 --rate "${RATE:-200000}" --duration "${SECONDS_LONG:-60}" --in-flight 16 \
  --name "$protocol, ${RATE:-200000} spans/s" --ack-log "$acks" | tee "$results/sustain-$protocol.txt"
generator ledger --admin "http://127.0.0.1:$admin_port" --ack-log "$acks"
disk_use "$(stored)"
if ! grep -Eq '^# answers \{(OK|HTTP 200)=[0-9]+\}' "$results/sustain-$protocol.txt"; then
  echo "FAILED: not every request was acknowledged" >&2
  exit 1
fi
held=$(spans_per_second "$results/sustain-$protocol.txt")
if [ $((held * 100)) -lt $((${RATE:-200000} * 98)) ]; then
  echo "FAILED: $held spans/s" >&2
  exit 1
fi
echo PASSED
