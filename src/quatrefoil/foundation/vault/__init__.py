# SPDX-License-Identifier: Apache-2.0
"""Parts, keys, sealed values, blind indexes, rotation and erasure."""
