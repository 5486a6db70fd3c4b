# SPDX-License-Identifier: Apache-2.0
"""Wrapped keys, blind tokens and subjects: a database of its own."""
