# SPDX-License-Identifier: Apache-2.0
"""Collects the texts to translate from Python and templates, without GNU gettext.

python tools/messages.py            bring each catalogue up to date
python tools/messages.py --check    say what is missing, and fail where something is
"""

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "quatrefoil"
LANGUAGES = ("fr", "ar")
# Which argument is the text, which the plural, which the context ("c").
CALLS = {
    "_": None,
    "_lazy": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENTS = ("Translators:",)
HEADER = "# SPDX-License-Identifier: Apache-2.0"


def main(arguments: list[str]) -> int:
    """Update or check every catalogue; the exit status."""
    only_checks = parsed(arguments).check
    settings.configure()
    template = collect()
    missing = 0
    for language in LANGUAGES:
        catalogue = updated(language, template)
        untranslated = [message.id for message in catalogue if message.id and not has_text(message.string)]
        missing += len(untranslated)
        print(f"{language}: {len(catalogue)} texts, {len(untranslated)} without translation")
        if only_checks:
            for text in untranslated:
                print(f"  {text!r}")
        else:
            save(language, catalogue)
    return 1 if missing and only_checks else 0


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The options; asking for help, or a word that is not known, writes nothing."""
    parser = argparse.ArgumentParser(prog="tools/messages.py", description="Bring each catalogue of texts up to date.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say what is missing, and fail where something is"
    )
    return parser.parse_args(arguments)


def collect() -> Catalog:
    """All texts of the package, each with its files."""
    template = Catalog(charset="utf-8")
    for path in sources():
        for _, call, texts, comments in extracted(path):
            add(template, call, texts, comments, path.relative_to(ROOT).as_posix())
    return template


def sources() -> Iterator[Path]:
    """Python files and templates in a steady order."""
    for pattern in ("*.py", "*.html", "*.txt"):
        yield from sorted(path for path in PACKAGE.rglob(pattern) if is_source(path))


def is_source(path: Path) -> bool:
    """Text files are templates only inside a templates folder."""
    parts = path.relative_to(PACKAGE).parts
    return "built" not in parts and (path.suffix == ".py" or "templates" in parts)


def extracted(path: Path) -> Iterator[tuple[int, str, object, list[str]]]:
    """Calls that mark a text, as Babel finds them."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns the template into calls with filler around; the filler's indentation means nothing.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return extract_python(BytesIO(text.encode()), list(CALLS), list(COMMENTS), {})


def add(template: Catalog, call: str, texts: object, comments: list[str], place: str) -> None:
    """Put one text, with plural and context, into the catalogue."""
    given = texts if isinstance(texts, tuple) else (texts,)
    context = given[0] if call.startswith(("pgettext", "npgettext")) else None
    words = [word for word in given[1 if context else 0 :] if isinstance(word, str)]
    if words and words[0]:
        identity = tuple(words[:2]) if call.startswith(("ngettext", "npgettext")) else words[0]
        template.add(identity, locations=[(place, None)], auto_comments=comments, context=context)


def updated(language: str, template: Catalog) -> Catalog:
    """The language's catalogue with every text of the template and no other."""
    path = catalogue_path(language)
    if path.exists():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
    else:
        catalogue = Catalog(locale=language, header_comment=HEADER, charset="utf-8", fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def has_text(translation: object) -> bool:
    """Is every form of the translation there?"""
    forms = translation if isinstance(translation, tuple | list) else (translation,)
    return all(forms)


def save(language: str, catalogue: Catalog) -> None:
    """Write the catalogue, sorted, so that a change shows as itself."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)


def catalogue_path(language: str) -> Path:
    """Where Django looks for a language."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
