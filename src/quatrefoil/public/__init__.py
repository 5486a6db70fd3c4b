# SPDX-License-Identifier: Apache-2.0
"""The site without sign-in: a process of its own with no key that opens anything."""
