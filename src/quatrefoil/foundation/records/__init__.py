# SPDX-License-Identifier: Apache-2.0
"""Files, numbers, reference names, history, notes and links."""
