# SPDX-License-Identifier: Apache-2.0
# For the scripts beside it; bash. Starts one Spoor on free ports and stops only that.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/.." && pwd)
generator_jar=$here/generator/target/generator.jar
results=${RESULTS:-$here/results}
mkdir -p "$results"
server_pid=

build_generator() {
  if [ ! -f "$generator_jar" ] || [ -n "$(find "$here/generator/pom.xml" "$here/generator/src" -newer "$generator_jar" | head -n 1)" ]; then
    (cd "$here/generator" && mvn -B -ntp -q -DskipTests package)
  fi
}

# The generator needs little: its own collector must not take the server's cores.
generator_command=(java -Xms192m -Xmx192m -XX:+UseSerialGC -XX:MaxDirectMemorySize=1g
  -jar "$generator_jar")
generator() {
  "${generator_command[@]}" "$@"
}

# generator_beside FILE ARGUMENT...: in the background, its output in the file. Sets beside, a pid
generator_beside() {
  local file=$1
  shift
  "${generator_command[@]}" "$@" >"$file" 2>&1 &
  beside=$!
}

free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 12000)) # below the range from which clients get theirs
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  echo "no free port found" >&2
  return 1
}

choose_ports() {
  grpc_port=$(free_port)
  http_port=$(free_port)
  udp_port=$(free_port)
  jaeger_grpc_port=$(free_port)
  jaeger_http_port=$(free_port)
  zipkin_port=$(free_port)
  query_port=$(free_port)
  admin_port=$(free_port)
}

# The server's data folder: DATA, or an empty one below the results. STORE is segment or memory.
choose_data() {
  data=${DATA:-$results/$1-data}
  if [ -z "${DATA:-}" ]; then
    rm -rf "$data"
  fi
  mkdir -p "$data"
}

is_ready() {
  local status=
  exec 3<>"/dev/tcp/127.0.0.1/$admin_port" || return 1
  printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3 && read -r -t 5 status <&3
  exec 3>&-
  [[ $status == *" 200 "* ]]
}

# start_server NAME [SPOOR OPTION...]; the heap comes from SPOOR_HEAP. Sets ready_millis: from
# before the process was started until it was ready.
start_server() {
  local name=$1
  shift
  choose_ports
  "$home/spoor" version >/dev/null # builds when that is needed
  launch_server "$results/$name.log" "$@"
}

# launch_server LOG [SPOOR OPTION...]: on the ports that were chosen
launch_server() {
  server_log=$1
  shift
  local storage=(--set storage.type="${STORE:-segment}")
  if [ "${STORE:-segment}" = segment ]; then
    storage+=(--set storage.segment.path="$data")
  fi
  local started=${EPOCHREALTIME/./} deadline=$((SECONDS + ${START_SECONDS:-300}))
  SPOOR_LOG_LEVEL=${SPOOR_LOG_LEVEL:-INFO} "$home/spoor" "${storage[@]}" \
    --set receiver.otlp.grpc.port="$grpc_port" --set receiver.otlp.http.port="$http_port" \
    --set receiver.jaeger.grpc.port="$jaeger_grpc_port" --set receiver.jaeger.http.port="$jaeger_http_port" \
    --set receiver.zipkin.http.port="$zipkin_port" --set sampling.http.port=0 --set sampling.grpc.port=0 \
    --set receiver.jaeger.compact.port="$udp_port" --set receiver.jaeger.binary.port=0 \
    --set query.http.port="$query_port" --set query.grpc.port=0 --set query.remoteStorage.port=0 --set admin.port="$admin_port" \
    --set admin.statusPort=-1 --set admin.metricsPort=-1 "$@" >"$server_log" 2>&1 &
  server_pid=$!
  trap stop_server EXIT
  while [ "$SECONDS" -lt "$deadline" ]; do
    if is_ready 2>/dev/null; then
      ready_millis=$(((${EPOCHREALTIME/./} - started) / 1000))
      return
    fi
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.01
  done
  echo "the server did not become ready, see $server_log" >&2
  tail -n 20 "$server_log" >&2
  return 1
}

# As a power button would, but for what the system still holds in memory.
kill_server() {
  kill -9 "$server_pid"
  wait "$server_pid" 2>/dev/null || true
  server_pid=
}

stop_server() {
  if [ -n "${beside:-}" ]; then
    kill "$beside" 2>/dev/null || true
    wait "$beside" 2>/dev/null || true
    beside=
  fi
  if [ -n "$server_pid" ]; then
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
  fi
}

target() {
  case $1 in
    grpc) echo "127.0.0.1:$grpc_port" ;;
    http) echo "127.0.0.1:$http_port" ;;
    udp | compact) echo "127.0.0.1:$udp_port" ;;
    jaeger) echo "127.0.0.1:$jaeger_grpc_port" ;;
    thrift) echo "127.0.0.1:$jaeger_http_port" ;;
    zipkin) echo "127.0.0.1:$zipkin_port" ;;
  esac
}

machine() {
  echo "# $(date -u +%F), $(nproc) cores, $(awk '/MemTotal/ {printf "%d GiB", $2 / 1048576}' /proc/meminfo)," \
    "$(java -version 2>&1 | sed -n 's/.*version "\(.*\)".*/Java \1/p'), heap ${SPOOR_HEAP:-512m}"
}

# spans_per_second FILE: the fourth column of the last row
spans_per_second() {
  awk -F'|' '/^\| (grpc|http)/ {gsub(/[ ,]/, "", $4); rate = $4} END {print rate}' "$1"
}

# settle: waits until the server has nothing left to seal or merge
settle() {
  generator settle --admin "http://127.0.0.1:$admin_port" --pid "$server_pid"
}

# bytes PATTERN: space on the disk that the files take whose path matches
bytes() {
  find "$data" -type f -path "$1" -printf '%b\n' 2>/dev/null | awk '{sum += $1} END {printf "%.0f", sum * 512}'
}

# disk_use SPANS: what the data folder takes, by span
disk_use() {
  if [ "${STORE:-segment}" = segment ]; then
    awk -v all="$(bytes '*')" -v blocks="$(bytes '*.block')" -v spans="$1" 'BEGIN {
      printf "# %.0f spans on disk: %.1f bytes a span in blocks (%.1f MiB), %.1f MiB else (log)\n",
        spans, blocks / spans, blocks / 1048576, (all - blocks) / 1048576}'
  fi
}

# stored: spans that the server has stored since it started
stored() {
  curl -s --max-time 5 "http://127.0.0.1:$admin_port/ledger" |
    tr ',{' '\n\n' | awk -F: '/"stored"/ {gsub(/[^0-9]/, "", $2); print $2; exit}'
}

# allocated SPANS: what the server has put on its heap since it started, by span it stored; what the
# collector has seen, so as of the last collection
allocated() {
  curl -s --max-time 5 "http://127.0.0.1:$admin_port/metrics" |
    awk -v spans="$1" '$1 == "jvm_gc_memory_allocated_bytes_total" {
      printf "# allocated on the heap since the start: %.0f bytes a span (%.0f MiB)\n", $2 / spans, $2 / 1048576}'
}
