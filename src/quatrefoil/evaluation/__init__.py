# SPDX-License-Identifier: Apache-2.0
"""What the country learns from its own numbers."""
