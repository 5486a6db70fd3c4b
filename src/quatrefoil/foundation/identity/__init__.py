# SPDX-License-Identifier: Apache-2.0
"""Organisations, members, teams, roles and sign-in."""
