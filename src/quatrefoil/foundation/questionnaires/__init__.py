# SPDX-License-Identifier: Apache-2.0
"""Versioned questionnaires with skip logic and scoring."""
