# SPDX-License-Identifier: Apache-2.0
"""Attachments, printed forms and signatures."""
