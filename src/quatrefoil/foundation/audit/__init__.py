# SPDX-License-Identifier: Apache-2.0
"""Who did, read, searched or was refused what, provably unaltered."""
