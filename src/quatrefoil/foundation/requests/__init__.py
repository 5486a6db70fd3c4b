# SPDX-License-Identifier: Apache-2.0
"""Typed questions between people, teams and organisations."""
