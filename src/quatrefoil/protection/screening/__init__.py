# SPDX-License-Identifier: Apache-2.0
"""Instruments and their results."""
