# SPDX-License-Identifier: Apache-2.0
"""Every component on a page, with invented rows: for those who build pages, and for the tests."""
