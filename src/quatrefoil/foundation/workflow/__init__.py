# SPDX-License-Identifier: Apache-2.0
"""Transitions as tables, clocks as data, rota, handover, appointments."""
