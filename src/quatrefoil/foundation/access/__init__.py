# SPDX-License-Identifier: Apache-2.0
"""Who may see what: reach, exclusions, break-glass, and the two doors."""
