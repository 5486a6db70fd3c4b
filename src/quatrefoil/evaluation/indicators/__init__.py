# SPDX-License-Identifier: Apache-2.0
"""Indicators, national page and snapshots."""
