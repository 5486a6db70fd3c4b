# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil manage build_country`: writes the synthetic country. Called by `quatrefoil demo`."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from quatrefoil.demo.country import build


class Command(BaseCommand):
    """Make the country of a seed and a scale in this (demo or test) installation."""

    help = "Write a synthetic country. Only in demo and test mode, on a database without anybody in it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Scale and seed."""
        parser.add_argument("--scale", type=int, default=1_500)
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--bulk-only", action="store_true", help="only the past in codes, for benchmarks")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse elsewhere; say what was made."""
        if settings.OPTIONS.mode not in {"demo", "test"}:
            raise CommandError("A synthetic country is only made in demo mode.")
        made = build(
            scale=options["scale"], seed=options["seed"], say=self.stdout.write, bulk_only=options["bulk_only"]
        )
        for line in made.lines():
            self.stdout.write(line)
