# SPDX-License-Identifier: Apache-2.0
"""A synthetic country that knows its own truth."""
