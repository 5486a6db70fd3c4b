# SPDX-License-Identifier: Apache-2.0
"""The field's code lists, questionnaires and mappings, as data and pure functions. Nothing here needs a server."""
