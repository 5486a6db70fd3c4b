# SPDX-License-Identifier: Apache-2.0
"""Quatrefoil: the platform on which a country runs its response to trafficking in persons."""

__version__ = "0.1.0"
