# SPDX-License-Identifier: Apache-2.0
"""Shared reference data with versions and dates in force."""
