# SPDX-License-Identifier: Apache-2.0
"""From the first call to a life rebuilt."""
