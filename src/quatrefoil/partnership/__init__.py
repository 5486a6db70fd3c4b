# SPDX-License-Identifier: Apache-2.0
"""Working with others."""
