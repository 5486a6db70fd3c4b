# SPDX-License-Identifier: Apache-2.0
"""Inbox and outbox, idempotency, import and export."""
