# SPDX-License-Identifier: Apache-2.0
"""Pure code, numerical and cryptographic: arrays, tables and bytes in, dataclasses out. No Django, no network."""
