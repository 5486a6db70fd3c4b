# SPDX-License-Identifier: Apache-2.0
"""Investigations, evidence and proceedings."""
