# SPDX-License-Identifier: Apache-2.0
"""Campaigns, training, law and plans."""
