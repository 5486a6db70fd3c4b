# SPDX-License-Identifier: Apache-2.0
"""The bodies that work in this installation: added, changed and closed by who runs it, who sees no file of theirs."""
