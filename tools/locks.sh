#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Pins every package again, by hash and without the address of any index. Needs uv and npm.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  uv pip compile --quiet --no-config --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras "$@"
}

label() {
  sed -i '1{/SPDX/!s/^/# SPDX-License-Identifier: Apache-2.0\n/}' "$1"
}

compile pyproject.toml --extra server --extra postgres --output-file requirements.lock
compile pyproject.toml --extra all --group dev --constraint requirements.lock \
  --output-file requirements-dev.lock
compile pyproject.toml --extra linkage --extra spark --constraint requirements-dev.lock --output-file requirements-spark.lock
compile --group build --constraint requirements.lock --output-file requirements-build.lock
for lock in requirements.lock requirements-dev.lock requirements-spark.lock requirements-build.lock; do label "$lock"; done

cd frontend
npm install --package-lock-only --ignore-scripts
node -e '
const fs = require("fs")
const lock = JSON.parse(fs.readFileSync("package-lock.json"))
for (const entry of Object.values(lock.packages)) { delete entry.funding; delete entry.resolved }
fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n")
'
