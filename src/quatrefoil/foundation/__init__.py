# SPDX-License-Identifier: Apache-2.0
"""The ground floor: mechanisms that every wing stands on."""
