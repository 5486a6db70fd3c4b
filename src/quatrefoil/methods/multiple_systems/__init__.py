# SPDX-License-Identifier: Apache-2.0
"""Multiple systems estimation: how many people no list has seen, from how the lists overlap."""
