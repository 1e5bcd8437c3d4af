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
generator() {
  java -Xms192m -Xmx192m -XX:+UseSerialGC -XX:MaxDirectMemorySize=1g -jar "$generator_jar" "$@"
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

# start_server NAME [SPOOR OPTION...]; the heap comes from SPOOR_HEAP
start_server() {
  local name=$1
  shift
  grpc_port=$(free_port)
  http_port=$(free_port)
  query_port=$(free_port)
  admin_port=$(free_port)
  server_log=$results/$name.log
  "$home/spoor" version >/dev/null # builds when that is needed
  SPOOR_LOG_LEVEL=${SPOOR_LOG_LEVEL:-INFO} "$home/spoor" \
    --set receiver.otlp.grpc.port="$grpc_port" --set receiver.otlp.http.port="$http_port" \
    --set query.http.port="$query_port" --set admin.port="$admin_port" \
    --set admin.statusPort=-1 --set admin.metricsPort=-1 "$@" >"$server_log" 2>&1 &
  server_pid=$!
  trap stop_server EXIT
  for _ in $(seq 60); do
    if [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$admin_port/health/ready")" = 200 ]; then
      return
    fi
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.5
  done
  echo "the server did not become ready, see $server_log" >&2
  tail -n 20 "$server_log" >&2
  return 1
}

stop_server() {
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
