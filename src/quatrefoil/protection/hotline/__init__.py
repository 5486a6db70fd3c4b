# SPDX-License-Identifier: Apache-2.0
"""Contacts, public reports and the desk."""
