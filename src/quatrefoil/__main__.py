# SPDX-License-Identifier: Apache-2.0
"""python -m quatrefoil."""

from quatrefoil.cli import main

main()
