#!/usr/bin/env bash
# Opens the documentation of the UEMOA project, and of a project that means harm, in Debian's Chromium and
# reads what the page made of them. usage: check_page.sh WORK CAURI
set -euo pipefail
work=$1
cauri=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
if ! command -v chromium >/dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
fi

# The page after its scripts have run. Nothing but the server of the test can be reached.
page() {
    chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/chromium" --window-size=1280,800 \
        --lang="${2:-en}" --host-resolver-rules="MAP * ~NOTFOUND , EXCLUDE 127.0.0.1" --virtual-time-budget=4000 \
        --dump-dom "$1" 2>/dev/null
}
has() {
    if grep -qF -- "$3" <<<"$2"; then echo "ok    $1: $3"; else echo "WRONG $1: no $3"; exit 1; fi
}
has_not() {
    if grep -qiE -- "$3" <<<"$2"; then echo "WRONG $1: $3"; exit 1; else echo "ok    $1: no $3"; fi
}

serve() {
    rm -f "$work/address"
    "$cauri" docs serve --project "$1" --port 0 --no-browser >"$work/address" 2>/dev/null &
    server=$!
    trap 'kill $server 2>/dev/null || true' EXIT
    for _ in $(seq 1 100); do [ -s "$work/address" ] && break; sleep 0.1; done
    address=$(cat "$work/address")
}

"$cauri" docs generate --project projects/uemoa --quiet --static
serve projects/uemoa
overview=$(page "$address/#!/overview")
has "overview" "$overview" "<h1>uemoa</h1>"
has "overview" "$overview" 'class="layer tone-gold"'
model=$(page "$address/#!/model/model.uemoa.gold_kpi_uemoa_growth_yoy?column=pib_reel_yoy_pct")
has "model" "$model" "<h1>gold_kpi_uemoa_growth_yoy</h1>"
has "model" "$model" "Growth of real GDP over one year, computed from levels."
has "column" "$model" 'data-row="valeur_comparee"'
has "code" "$model" 'class="k-keyword">select</span>'
graph=$(page "$address/#!/graph?focus=model.uemoa.int_uemoa_observations")
has "graph" "$graph" 'data-id="source.uemoa.bronze.indicateurs_economiques_uemoa"'
kill "$server"
static=$(page "file://$PWD/projects/uemoa/target/static_index.html#!/exposure/exposure.uemoa.bulletin_statistique")
has "one page without a server" "$static" "<h1>Bulletin statistique</h1>"

# A description is text, whatever it says.
harm=$work/harm
rm -rf "$harm"
mkdir -p "$harm/models"
printf 'name: harm\nversion: 1.0.0\nprofile: harm\nmodel-paths: [models]\n' >"$harm/dbt_project.yml"
echo "select '</script><img src=x onerror=alert(1)>' as a, 1 as \`<b>b</b>\`" >"$harm/models/m.sql"
cat >"$harm/models/m.yml" <<'YML'
models:
  - name: m
    description: |
      <img src=x onerror="document.title='harmed'"> <script>document.title='harmed'</script>
      [a](javascript:document.title='harmed') [b](data:text/html,x) **bold** </script>

      | <img src=x> | `<svg onload=alert(1)>` |
      |---|---|
      | [c](https://example.org/"onmouseover="x) | <iframe src=//x> |
    columns: [{name: a, description: "<img src=y onerror=alert(1)>"}]
YML
"$cauri" run --project "$harm" --quiet
"$cauri" docs generate --project "$harm" --quiet --static
harmed=$(page "file://$harm/target/static_index.html#!/model/model.harm.m")
harmed=$(sed 's/<script.*<\/script>//g' <<<"$harmed" | sed '/<script/,$d')
has "harm" "$harmed" "<strong>bold</strong>"
has_not "harm" "$harmed" '<img|<iframe|<svg onload|<a [^>]*href="(javascript|data):|<title>harmed|<[a-z]+ [^>]*onerror='
