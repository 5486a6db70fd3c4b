# SPDX-License-Identifier: Apache-2.0
"""Formal identification and its clocks."""
