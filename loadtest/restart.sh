#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures from before ./spoor is called until /health/ready answers 200: with an empty folder, with
# a filled one, and with a log that must be replayed.
#
#   loadtest/restart.sh [SPOOR OPTION...]
#
#   SPANS       in the filled folder (10000000), or DATA, a folder that is filled already
#   LOG_SPANS   in the log that is replayed (2300000, about 1 GiB)
#   REPEAT      starts of each kind (5)          PARTS     "empty filled replay"
#   SPOOR_HEAP  heap of the server (512m)
set -euo pipefail
. "$(dirname "$0")/lib.sh"
repeat=${REPEAT:-5}

# starts NAME [SPOOR OPTION...]: starts and stops, prints each and the median
starts() {
  local name=$1 all=()
  shift
  for i in $(seq "$repeat"); do
    if [ "$name" = empty ]; then
      rm -rf "$data" && mkdir -p "$data"
    fi
    start_server "restart-$name-$i" "$@"
    all+=("$ready_millis")
    stop_server
  done
  median=$(printf '%s\n' "${all[@]}" | sort -n | sed -n "$(((repeat + 1) / 2))p")
  echo "| $name | $median | ${all[*]} |"
}

fill() {
  generator load --target "127.0.0.1:$grpc_port" --protocol grpc --warmup 0 --spans "$1" \
    --time-span "${TIME_SPAN:-2h}" --retry --max-attempts 1000 --stall-timeout 3600 "${@:2}" >&2
}

build_generator
machine
parts=" ${PARTS:-empty filled replay} "
echo "| start | median ms | each |"
echo "|---|---|---|"
if [[ $parts == *" empty "* ]]; then
  data=$results/restart-empty-data
  starts empty "$@"
fi
if [[ $parts == *" filled "* ]]; then
  choose_data restart-filled
  if [ -z "${DATA:-}" ]; then
    start_server restart-fill "$@"
    fill "${SPANS:-10000000}" --settle "http://127.0.0.1:$admin_port" --pid "$server_pid"
    stop_server
  fi
  starts filled "$@"
  echo "# filled folder: $(bytes '*.block') bytes in $(find "$data" -name '*.block' | wc -l) blocks"
fi
if [[ $parts == *" replay "* ]]; then
  unset DATA
  choose_data restart-replay
  # The log lets go of its files as blocks take over; second names keep them. Without blocks all of
  # it must be replayed.
  kept=$results/restart-log
  rm -rf "$kept"
  mkdir -p "$kept/wal"
  start_server restart-log "$@"
  while sleep 0.1; do ln "$data"/wal/*.wal "$kept/wal/" 2>/dev/null || true; done &
  linking=$!
  fill "${LOG_SPANS:-2300000}" --ack-log "$results/restart-log.acks"
  kill "$linking"
  kill_server
  ln "$data"/wal/*.wal "$kept/wal/" 2>/dev/null || true
  data=$kept
  log_bytes=$(bytes '*/wal/*')
  echo "# log of $log_bytes bytes, $(find "$data" -name '*.block' | wc -l) blocks"
  start_server restart-replay "$@"
  echo "| replay | $ready_millis | $ready_millis |"
  from=$(grep -m 1 'Spoor starts' "$server_log" | cut -d' ' -f1)
  to=$(grep -m 1 'Log replayed' "$server_log" | cut -d' ' -f1)
  awk -v bytes="$log_bytes" -v millis="$(($(date -d "$to" +%s%3N) - $(date -d "$from" +%s%3N)))" 'BEGIN {
    printf "# %.0f MB/s from the first log line to the end of the replay\n", bytes / 1000 / millis}'
  grep -i replay "$server_log" | tail -n 3 || true
  generator verify --query "http://127.0.0.1:$query_port" --ack-log "$results/restart-log.acks" \
    --sample 500 --search 50
  stop_server
fi
