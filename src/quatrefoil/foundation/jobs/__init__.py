# SPDX-License-Identifier: Apache-2.0
"""Background work as a named actor, with progress a person can stop."""
